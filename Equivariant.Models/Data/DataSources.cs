namespace Equivariant.Data;

/// <summary>The kinds of data sets there are.</summary>
public static class DataSources
{
    /// <summary>All sources of this assembly, by scheme.</summary>
    public static IReadOnlyList<IDataSource> All { get; } = Registry.All<IDataSource>(source => source.Scheme);

    /// <summary>The data sets known by name.</summary>
    public static IReadOnlyList<KnownDataSet> Known(DataOptions? options = null) =>
        [.. All.SelectMany(source => source.Known(options ?? new DataOptions()))];

    /// <summary>The source of a scheme.</summary>
    /// <exception cref="DataException">There is none; the message lists those there are.</exception>
    public static IDataSource Of(string scheme) => All.FirstOrDefault(source => source.Scheme == scheme)
        ?? throw new DataException(
            $"There is no kind of data set '{scheme}'; there are "
            + $"{string.Join(", ", All.Select(source => source.Scheme + ':'))}.");
}
