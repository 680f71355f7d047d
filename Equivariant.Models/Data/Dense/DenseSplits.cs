namespace Equivariant.Data;

/// <summary>A data set for dense prediction: images to train on and others to test on.</summary>
/// <param name="Name">As in the spec that opened it.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Licence">The licence of the images, or that it is not known.</param>
/// <param name="Train">To train on.</param>
/// <param name="Test">To report on.</param>
/// <param name="ClassNames">A name for each class; class 1 is the boundary.</param>
public sealed record DenseSplits(
    string Name, string Description, string Licence, DenseSet Train, DenseSet Test, IReadOnlyList<string> ClassNames)
    : DataSet(Name, Description, Licence)
{
    /// <summary>Number of classes: the number of logits for each pixel.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Extent of a voxel (z, y, x) in nm, null where it is not known.</summary>
    public (double Z, double Y, double X)? Resolution { get; init; }
}
