using Equivariant.Cli.Dense;
using Equivariant.Cli.Pages;
using Spectre.Console;

namespace Equivariant.Cli.Verbs;

internal sealed class EvalVerb() : Verb("eval", "Test a trained network on upright, turned and mirrored images.", 30)
{
    private readonly SplitOptions images = new();
    private readonly Option<int?> angleStep = Options.Int(
        "--angle-step", "Degrees between two turns. Without it: 10, for volumes 30.", 1, 360);
    private readonly Option<string?> interpolation = Options.Choice(
        "--interpolation", "How images are turned. Without it: nearest.", "nearest", "bilinear");
    private readonly Option<bool> disc = Options.Flag(
        "--disc", "Show the network only the inscribed disc, which no turn cuts.");
    private readonly DenseOptions dense = new();
    private readonly Option<bool> force = Options.Flag(
        "--force", "Overwrite a report.html in the run's folder that is no report of this program.");

    public override Outcome Run(Invocation invocation)
    {
        using var device = invocation.OpenDevice();
        using var model = images.OpenModel(invocation, device);
        if (dense.Apply(invocation, model))
        {
            invocation.Refuse(
                [angleStep, interpolation, disc], "* is for models that label images; this one labels pixels.");
            var (name, set) = DenseOptions.Open(images.Data(invocation, model), images.Split(invocation), model);
            return DenseEval.Run(
                invocation, dense.Predictor(invocation, model, device), model.Config.Model.Classes, name, set);
        }
        var (data, split) = images.OpenImages(invocation, model);
        var path = images.Path(invocation);
        var report = Directory.Exists(path) ? new ReportFile(path, invocation.Value(force)) : null;
        var options = new RotationOptions
        {
            Step = invocation.Value(angleStep),
            Interpolation = invocation.Value(interpolation) == "bilinear" ? Interpolation.Bilinear : Interpolation.Nearest,
            Disc = invocation.Value(disc),
        };
        var title = $"testing on {Show.Count(split.Count)} images of {data}, turned and mirrored";
        var test = WorkView.Show(invocation.Terminal, title, progress => RotationTest.Run(
            model.Network, split, model.Pipeline, options, device, images.BatchSize(invocation), progress, invocation.Stop));
        report?.Save(RunPage.Of(
            model.Config, model.Network, new RunFolder(path).ReadMetrics(), new(data, images.Split(invocation), split, test)));
        return new Outcome(
            new
            {
                upright = new { test.Upright.Accuracy, test.Upright.Auc },
                rotated = new
                {
                    test.MeanAccuracy,
                    test.SdAccuracy,
                    test.ByAngle,
                },
                test.AgreeAtRightAngles,
            },
            terminal =>
            {
                terminal.Out.Write(CurvePlot.Of([("this network", test.ByAngle)]));
                terminal.WriteTable(["", ""], Rows(test));
                report?.Tell(terminal);
            });
    }

    private static IEnumerable<string[]> Rows(RotationTest test) =>
    [
        ["accuracy, upright", Show.Percent(test.Upright.Accuracy)],
        ["AUC, upright", Show.Score(test.Upright.Auc)],
        .. test.Upright.BalancedAccuracy is { } balanced
            ? [["balanced accuracy, upright", Show.Percent(balanced)]] : Array.Empty<string[]>(),
        ["accuracy, turned", $"{Show.Percent(test.MeanAccuracy)} on average, sd {Show.Percent(test.SdAccuracy)}"],
        .. test.Flips.Select(flip => (string[])[$"accuracy, {flip.Key}", Show.Percent(flip.Value)]),
        ["same answer at 0, 90, 180, 270°",
            test.AgreeAtRightAngles ? "for every image" : $"no, {test.DisagreeAtRightAngles} images differ"],
    ];
}
