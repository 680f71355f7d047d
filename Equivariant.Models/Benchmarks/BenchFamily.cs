namespace Equivariant.Benchmarks;

/// <summary>
/// Rows that belong together. A new family is one new class with a constructor without parameters; it is found by reflection.
/// </summary>
internal abstract class BenchFamily
{
    /// <summary>Where the family stands in the table.</summary>
    public abstract int Order { get; }

    /// <summary>Its rows, in order.</summary>
    public abstract IEnumerable<BenchCase> Cases { get; }

    /// <summary>The rows of all families.</summary>
    public static IReadOnlyList<BenchCase> All() =>
    [
        .. typeof(BenchFamily).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(BenchFamily)) && !type.IsAbstract)
            .Select(type => (BenchFamily)Activator.CreateInstance(type)!).OrderBy(family => family.Order)
            .SelectMany(family => family.Cases),
    ];
}
