using System.Diagnostics;
using Equivariant.Cli.Demo;
using Equivariant.Cli.Pages;
using Spectre.Console;

namespace Equivariant.Cli.Verbs;

internal sealed class DemoVerb()
    : Verb("demo", "Train a plain and a symmetric network, turn the test images, write report.html (under two minutes).", 10)
{
    private readonly Option<string?> folder = Options.Text(
        "--out", "DIR", "Where report.html goes. Without it: the current folder.");
    private readonly Option<bool> quick = Options.Flag(
        "--quick", "Fewer images and epochs: seconds instead of a minute or two, worse networks.");
    private readonly Option<bool> force = Options.Flag("--force", "Overwrite a report.html that is no report of this program.");

    public override Outcome Run(Invocation invocation)
    {
        var clock = Stopwatch.StartNew();
        var report = new ReportFile(invocation.Value(folder) ?? ".", invocation.Value(force));
        var settings = invocation.Value(quick) ? DemoSettings.Quick : DemoSettings.Full;
        using var device = invocation.OpenDevice();
        var data = DataSpec.Open(settings.Data);
        var results = DemoRun.Run(invocation, settings, data, device);
        var pipeline = Pipelines.Evaluation(settings.Training(results[0].Model, data.ImageShape[1], 0));
        var seconds = Math.Round(clock.Elapsed.TotalSeconds, 1);
        report.Save(DemoPage.Of(settings, data, pipeline, results, FormattableString.Invariant(
            $"equivariant demo, seed {invocation.Seed ?? 0}, {seconds:0} s on {device.Id} ({device.Name}).")));
        return new Outcome(
            new
            {
                models = results.Select(result => new
                {
                    name = result.Model.Name,
                    result.Parameters,
                    uprightAccuracy = result.Test.Upright,
                    rotatedMeanAccuracy = result.Test.Mean,
                    result.Test.ByAngle,
                }),
                seconds,
                report = report.Path,
            },
            terminal =>
            {
                terminal.Out.Write(CurvePlot.Of([.. results.Select(result => (result.Model.Name, result.Test.ByAngle))]));
                terminal.WriteTable(["accuracy on test images", "parameters", "upright", "turned, mean", "turned, worst angle"],
                    results.Select(result => (string[])
                    [
                        result.Model.Name, Show.Count(result.Parameters), Show.Percent(result.Test.Upright),
                        Show.Percent(result.Test.Mean), Show.Percent(result.Test.ByAngle.Values.Min()),
                    ]), numbers: true);
                terminal.Output.WriteLine($"{WorkView.Duration(TimeSpan.FromSeconds(seconds))}; report: {report.Path}");
            });
    }
}
