using System.Globalization;
using Equivariant.Cli.Dense;
using Equivariant.Comparison;
using Equivariant.Formats;
using Equivariant.Metrics;

namespace Equivariant.Cli.Verbs;

internal sealed class PredictVerb() : Verb("predict", "Write what a trained network says about each image.", 40)
{
    private readonly SplitOptions images = new();
    private readonly DenseOptions dense = new();
    private readonly Option<string?> format = Options.Choice(
        "--format", "For labels of pixels: a folder of PNG images of 8 or 16 bits, or one array of all. Without it: png.",
        "png", "png16", "npy", "npz");

    private readonly Option<bool> segment = Options.Flag(
        "--segment",
        "For labels of pixels: also write the objects between the boundaries of each image, and the neurons of a CREMI volume.");

    private readonly Option<string?> file = Options.Text(
        "--out", "PATH", "A file for comma-separated values instead of stdout; for labels of pixels a folder for images.");

    private readonly Option<bool> force = Options.Flag("--force", "Overwrite files.");

    public override Outcome Run(Invocation invocation)
    {
        using var device = invocation.OpenDevice();
        using var model = images.OpenModel(invocation, device);
        if (dense.Apply(invocation, model))
            return PredictPixels(invocation, model, device);
        invocation.Refuse([format, segment], "* is for models that label pixels.");
        var target = invocation.Value(file);
        if (target is not null && File.Exists(target) && !invocation.Value(force))
            throw new WorkFailedException($"'{target}' is there already; choose another name, or overwrite it with --force.");
        var (data, split) = images.OpenImages(invocation, model);
        var predictions = Predictor.Predict(
            model.Network, split, model.Pipeline, device, images.BatchSize(invocation), invocation.Stop);
        var csv = target is null && invocation.Json ? "" : Csv(predictions, split);
        if (target is not null)
            AtomicFile.WriteAllText(target, csv);
        return new Outcome(
            new
            {
                run = images.Path(invocation),
                data,
                split = images.Split(invocation),
                classes = Enumerable.Range(0, split.Labels.Classes).Select(split.Labels.NameOf),
                predictions = Enumerable.Range(0, predictions.Count).Select(i => new
                {
                    index = i,
                    predicted = Predicted(predictions, i),
                    label = Label(predictions, i),
                    probabilities = predictions.Of(i).ToArray(),
                }),
            },
            terminal => terminal.Output.Write(
                target is null ? csv : $"{predictions.Count} predictions written to {target}{Environment.NewLine}"));
    }

    private Outcome PredictPixels(Invocation invocation, TrainedModel model, Device device)
    {
        var path = invocation.Required(file);
        StackFormat? array = invocation.Value(format) switch { "npy" => StackFormat.Npy, "npz" => StackFormat.Npz, _ => null };
        var bits = invocation.Value(format) == "png16" ? 16 : 8;
        if (array is not null && invocation.Value(segment))
            throw new WrongArgumentsException("--segment writes into a folder of images; leave --format out.");
        var (data, set) = DenseOptions.Open(images.Data(invocation, model), images.Split(invocation), model);
        var predictor = dense.Predictor(invocation, model, device);
        var overwrite = invocation.Value(force);
        var (predicted, neuronIds) = array is { } one
            ? (DensePredict.RunToArray(invocation, predictor, set, path, one, overwrite), null)
            : DensePredict.Run(invocation, predictor, set, new BoundaryFiles(path, bits, overwrite), invocation.Value(segment));
        return new Outcome(
            new { run = images.Path(invocation), data, split = images.Split(invocation), path, images = predicted, neuronIds },
            terminal => terminal.Output.WriteLine($"{predicted.Count} images written to {path}"));
    }

    /// <summary>The most probable class; for multi-label data the labels above ½.</summary>
    private static object Predicted(Predictions predictions, int image)
    {
        var row = predictions.Of(image).ToArray();
        return predictions.Labels.Task == LabelTask.MultiLabel
            ? Where(row, probability => probability > 0.5f) : Array.IndexOf(row, row.Max());
    }

    private static object Label(Predictions predictions, int image)
    {
        var labels = predictions.Targets.AsSpan(image * predictions.Labels.PerImage, predictions.Labels.PerImage).ToArray();
        return predictions.Labels.Task == LabelTask.MultiLabel ? Where(labels, label => label == 1) : labels[0];
    }

    private static int[] Where<T>(T[] values, Func<T, bool> holds) =>
        [.. values.Index().Where(pair => holds(pair.Item)).Select(pair => pair.Index)];

    private static string Csv(Predictions predictions, ImageSet split)
    {
        var names = Enumerable.Range(0, split.Labels.Classes)
            .Select(label => ResultsCsv.Cell($"p({split.Labels.NameOf(label)})"));
        var lines = new List<string> { string.Join(',', ["index", "label", "predicted", .. names]) };
        for (var i = 0; i < predictions.Count; i++)
        {
            var probabilities = predictions.Of(i).ToArray().Select(p => p.ToString("0.######", CultureInfo.InvariantCulture));
            lines.Add(string.Join(',', [i.ToString(CultureInfo.InvariantCulture), Words(Label(predictions, i)),
                Words(Predicted(predictions, i)), .. probabilities]));
        }
        return string.Join('\n', lines) + "\n";

        string Words(object labels) => ResultsCsv.Cell(labels is int label ? split.Labels.NameOf(label)
            : string.Join(' ', ((int[])labels).Select(split.Labels.NameOf)));
    }
}
