namespace Equivariant.Data;

/// <summary>The kinds of data for dense prediction there are.</summary>
public static class DenseSources
{
    /// <summary>All sources of this assembly, by scheme.</summary>
    public static IReadOnlyList<IDenseSource> All { get; } = Registry.All<IDenseSource>(source => source.Scheme);

    /// <summary>The data sets known by name.</summary>
    public static IReadOnlyList<KnownDataSet> Known(DataOptions? options = null) =>
        [.. All.SelectMany(source => source.Known(options ?? new DataOptions()))];

    /// <summary>Whether a spec names data for dense prediction, rather than images with one label each.</summary>
    /// <exception cref="DataException">It is no spec.</exception>
    public static bool Takes(string spec) => Of(DataSpec.Parse(spec)) is not null;

    /// <summary>Opens a data set.</summary>
    /// <param name="spec">Its name, e.g. <c>synthetic:em</c> or <c>em:FOLDER?boundary=dark</c>.</param>
    /// <param name="options">Where to look and what to check.</param>
    /// <exception cref="DataException">It is unknown, missing, damaged or does not fit; the message says what to do.</exception>
    public static DenseSplits Open(string spec, DataOptions? options = null)
    {
        var parsed = DataSpec.Parse(spec);
        var source = Of(parsed) ?? throw new DataException(
            $"'{spec}' names no data with a class for each pixel; there are\n  "
            + $"{string.Join("\n  ", All.Select(source => source.Description))}");
        return source.Open(parsed, options ?? new DataOptions());
    }

    private static IDenseSource? Of(DataSpec spec) => All.FirstOrDefault(source => source.Takes(spec));
}
