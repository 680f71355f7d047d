namespace Equivariant.Cli.Dense;

internal sealed class DenseOptions : OptionSet
{
    private readonly Option<int?> tile = Options.Int(
        "--tile",
        "For labels of pixels: edge of the tiles that images are cut into; 0 for none. Without it: 512 for large images.", 0);

    private readonly Option<string?> augmentation = Options.Choice(
        "--tta", "For labels of pixels: predict eight turned copies and take their vote or mean. Without it: none.",
        "none", "vote", "mean");

    /// <summary>Whether a model labels pixels; if not, options for those are refused.</summary>
    public bool Apply(Invocation invocation, TrainedModel model)
    {
        var dense = NetworkKind.Parse(model.Config.Model.Name).IsDense;
        if (!dense)
            invocation.Refuse(All, $"* is for models that label pixels; {model.Config.Model.Name} labels images.");
        return dense;
    }

    public DensePredictor Predictor(Invocation invocation, TrainedModel model, Device device) => new(
        model.Network, model.Config.Model.InChannels, model.Config.Model.Classes, device, new()
        {
            Tile = invocation.Value(tile),
            Augmentation = invocation.Value(augmentation) switch
            {
                "vote" => TestTimeAugmentation.Vote,
                "mean" => TestTimeAugmentation.Mean,
                _ => TestTimeAugmentation.None,
            },
        });

    /// <summary>Opens images with a label for each pixel that a model was made for.</summary>
    public static (string Data, DenseSet Images) Open(string spec, string split, TrainedModel model)
    {
        var data = DataSpec.OpenDense(spec);
        DataCheck.Fits(model.Config, data);
        return split switch
        {
            "train" => (data.Name, data.Train),
            "test" => (data.Name, data.Test),
            _ => throw new WrongArgumentsException(
                $"--split: data with a label for each pixel have train and test, not {split}."),
        };
    }
}
