namespace Equivariant.Cli.DataSets;

/// <summary>How many images of each class are in a part of a data set.</summary>
/// <param name="Name">train, validation or test.</param>
/// <param name="Images">The images.</param>
/// <param name="PerClass">Images of each class.</param>
internal sealed record ImageSplitSummary(string Name, ImageSet Images, int[] PerClass)
{
    /// <summary>The parts of a data set.</summary>
    public static IReadOnlyList<ImageSplitSummary> AllOf(DataSplits data) =>
        [Of("train", data.Train), Of("validation", data.Validation), Of("test", data.Test)];

    private static ImageSplitSummary Of(string name, ImageSet images) => new(name, images, images.CountByClass());
}
