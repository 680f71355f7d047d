namespace Equivariant.Data;

/// <summary>
/// A kind of data set, one file each: to add one, add a class with this interface and a parameterless constructor; it is found by
/// reflection.
/// </summary>
public interface IDataSource
{
    /// <summary>What stands before the colon of a spec, e.g. <c>npz</c>.</summary>
    string Scheme { get; }

    /// <summary>What stands after it and what it opens, in a line.</summary>
    string Description { get; }

    /// <summary>Opens a data set.</summary>
    /// <exception cref="DataException">It is unknown, missing or does not fit.</exception>
    DataSplits Open(DataSpec spec, DataOptions options);

    /// <summary>The data sets that this source knows by name.</summary>
    IEnumerable<KnownDataSet> Known(DataOptions options) => [];
}

/// <summary>A data set that a source knows by name.</summary>
/// <param name="Spec">What opens it.</param>
/// <param name="Description">What it is: task, classes, images, licence.</param>
/// <param name="File">Its file, null where there is none on this machine.</param>
/// <param name="BuiltIn">Whether it needs no file.</param>
public sealed record KnownDataSet(string Spec, string Description, string? File, bool BuiltIn = false);
