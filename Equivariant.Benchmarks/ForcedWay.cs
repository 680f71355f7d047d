namespace Equivariant.Benchmarks;

/// <summary>
/// <c>--force plain|dense|factorised|staged</c>: how convolutions are computed, where they can be. BenchmarkDotNet runs each
/// benchmark in a process of its own, which sees the environment and not the arguments.
/// </summary>
internal static class ForcedWay
{
    private const string Option = "--force", Variable = "EQUIVARIANT_BENCHMARKS_FORCE";

    /// <summary>The way asked for, or by counted work.</summary>
    public static SymmetricConvPath Value =>
        Environment.GetEnvironmentVariable(Variable) is { } way ? Parse(way) : SymmetricConvPath.Auto;

    /// <summary>Notes the option; gives the arguments that are BenchmarkDotNet's.</summary>
    public static string[] TakeFrom(string[] args)
    {
        var at = Array.IndexOf(args, Option);
        if (at < 0)
            return args;
        var way = Parse(at + 1 < args.Length ? args[at + 1] : "");
        Environment.SetEnvironmentVariable(Variable, way.ToString());
        return [.. args[..at], .. args[(at + 2)..]];
    }

    private static SymmetricConvPath Parse(string way) => Enum.TryParse<SymmetricConvPath>(way, ignoreCase: true, out var path)
        ? path : throw new ArgumentException($"{Option} takes plain, dense, factorised or staged, not '{way}'.");
}
