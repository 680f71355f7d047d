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
