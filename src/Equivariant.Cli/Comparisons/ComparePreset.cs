using Equivariant.Cli.Hosting;

namespace Equivariant.Cli.Comparisons;

/// <summary>
/// A comparison that <c>compare --preset NAME</c> runs. A new one is one new class with a constructor without parameters; it is
/// found by reflection.
/// </summary>
internal abstract class ComparePreset
{
    /// <summary>All presets, in the order of their names.</summary>
    public static IReadOnlyList<ComparePreset> All { get; } =
    [
        .. typeof(ComparePreset).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ComparePreset)) && !type.IsAbstract)
            .Select(type => (ComparePreset)Activator.CreateInstance(type)!)
            .OrderBy(preset => preset.Name, StringComparer.Ordinal),
    ];

    /// <summary>As it is typed.</summary>
    public abstract string Name { get; }

    /// <summary>What is compared, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>The names that <c>--models</c> takes.</summary>
    public abstract IReadOnlyList<string> Models { get; }

    /// <summary>Those of <see cref="Models"/> that are compared if none are named.</summary>
    public virtual IReadOnlyList<string> UsualModels => Models;

    /// <summary>Names of the options that not every preset takes, as far as this one takes them.</summary>
    public abstract IReadOnlyList<string> Takes { get; }

    /// <summary>Does it, or goes on with it.</summary>
    public abstract Outcome Run(CompareRequest request);
}
