namespace Equivariant.Data;

/// <summary>A data set: <see cref="DataSplits"/> with labels for each image, or <see cref="DenseSplits"/> with a class for each
/// pixel.</summary>
/// <param name="Name">As in the spec that opened it.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Licence">The licence of the images, or that it is not known.</param>
public abstract record DataSet(string Name, string Description, string Licence);
