namespace Equivariant.Data;

/// <summary>The kinds of data sets there are.</summary>
public static class DataSources
{
    /// <summary>All sources of this assembly, by scheme; those with a class for each pixel last.</summary>
    public static IReadOnlyList<IDataSource> All { get; } =
        [.. Registry.All<IDataSource>(source => source.Scheme).OrderBy(source => source.IsDense)];

    /// <summary>The data sets known by name.</summary>
    public static IReadOnlyList<KnownDataSet> Known(DataOptions? options = null) =>
        [.. All.SelectMany(source => source.Known(options ?? new DataOptions()))];

    /// <summary>Opens a data set of any kind.</summary>
    /// <exception cref="DataException">It is unknown, missing, damaged or does not fit; the message says what to do.</exception>
    public static DataSet Open(DataSpec spec, DataOptions? options = null) =>
        (Find(spec) ?? throw new DataException($"There is no kind of data set '{spec.Scheme}'; there are "
            + $"{string.Join(", ", All.Select(source => source.Scheme + ':').Distinct())}."))
        .Open(spec, options ?? new DataOptions());

    /// <summary>The source of a spec; null where there is none.</summary>
    internal static IDataSource? Find(DataSpec spec) => All.LastOrDefault(source => source.Takes(spec));
}

/// <summary>
/// A kind of data set. To add one, add a file with a class that implements this interface and has a parameterless constructor;
/// reflection finds it.
/// </summary>
public interface IDataSource
{
    /// <summary>What stands before the colon of a spec, e.g. <c>npz</c>.</summary>
    string Scheme { get; }

    /// <summary>What stands after it and what it opens, in a line.</summary>
    string Description { get; }

    /// <summary>Whether it opens <see cref="DenseSplits"/>, with a class for each pixel.</summary>
    bool IsDense => false;

    /// <summary>Whether a spec is one of this source's.</summary>
    bool Takes(DataSpec spec) => spec.Scheme == Scheme;

    /// <summary>Opens a data set.</summary>
    /// <exception cref="DataException">It is unknown, missing, damaged or does not fit; the message says what to do.</exception>
    DataSet Open(DataSpec spec, DataOptions options);

    /// <summary>The data sets that this source knows by name.</summary>
    IEnumerable<KnownDataSet> Known(DataOptions options) => [];
}

/// <summary>A data set that a source knows by name.</summary>
/// <param name="Spec">What opens it.</param>
/// <param name="Description">What it is: task, classes, images, licence.</param>
/// <param name="File">Its file, null where there is none on this machine.</param>
/// <param name="BuiltIn">Whether it needs no file.</param>
public sealed record KnownDataSet(string Spec, string Description, string? File, bool BuiltIn = false);
