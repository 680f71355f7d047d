namespace Equivariant.Data;

/// <summary>
/// A kind of data for dense prediction, one file each: to add one, add a class with this interface and a parameterless
/// constructor; it is found by reflection.
/// </summary>
public interface IDenseSource
{
    /// <summary>What stands before the colon of a spec, e.g. <c>em</c>.</summary>
    string Scheme { get; }

    /// <summary>What stands after it and what it opens, in a line.</summary>
    string Description { get; }

    /// <summary>Whether a spec is one of this source's.</summary>
    bool Takes(DataSpec spec) => spec.Scheme == Scheme;

    /// <summary>Opens a data set.</summary>
    /// <exception cref="DataException">It is missing, damaged or does not fit; the message says what to do.</exception>
    DenseSplits Open(DataSpec spec, DataOptions options);

    /// <summary>The data sets that this source knows by name.</summary>
    IEnumerable<KnownDataSet> Known(DataOptions options) => [];
}
