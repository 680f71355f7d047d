namespace Equivariant.Cli.Verbs;

/// <summary>The options that name a trained model and the images to run it on.</summary>
internal sealed class SplitOptions : OptionSet
{
    private readonly Option<string?> run = Options.Text(
        "--run", "PATH", "The folder of a run, for its best checkpoint, or a .safetensors file.");
    private readonly Option<string?> data = Options.Text("--data", "SPEC", "Other data than the run was trained on.");
    private readonly Option<string?> split = Options.Choice(
        "--split", "Which images. Without it: test.", "train", "validation", "test");
    private readonly Option<int?> batchSize = Options.Int("--batch-size", "Images at a time. Without it: 128.", 1);

    public string Path(Invocation invocation) => invocation.Required(run);

    public int BatchSize(Invocation invocation) => invocation.Value(batchSize) ?? 128;

    public string Split(Invocation invocation) => invocation.Value(split) ?? "test";

    public TrainedModel OpenModel(Invocation invocation, Device device) => TrainedModel.Open(Path(invocation), device);

    /// <summary>The spec of the data: that of the run, unless another was typed.</summary>
    public string Data(Invocation invocation, TrainedModel model) => invocation.Value(data) ?? model.Config.Data;

    /// <summary>Opens the images and checks that the model was made for such.</summary>
    public (string Data, ImageSet Images) OpenImages(Invocation invocation, TrainedModel model)
    {
        var splits = DataSpec.Open(Data(invocation, model));
        DataCheck.Fits(model.Config, splits);
        var images = Split(invocation) switch { "train" => splits.Train, "validation" => splits.Validation, _ => splits.Test };
        return (splits.Name, images);
    }
}
