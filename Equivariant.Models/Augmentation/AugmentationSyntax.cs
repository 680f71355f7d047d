using System.Runtime.CompilerServices;

namespace Equivariant.Data;

/// <summary>How a step is written on the command line. Each step has one as a static property, where reflection finds it.</summary>
/// <param name="Name">The word the step begins with, e.g. <c>rotate</c>.</param>
/// <param name="Usage">The whole form and its meaning, in a line.</param>
/// <param name="MostArguments">The most arguments that may follow the name.</param>
/// <param name="Create">Makes the step from its arguments.</param>
internal sealed record AugmentationSyntax(string Name, string Usage, int MostArguments, Func<StepText, IAugmentation> Create)
{
    public static IReadOnlyList<AugmentationSyntax> All { get; } = Registry.Values<AugmentationSyntax>(syntax => syntax.Name);

    /// <exception cref="PipelineException">An argument is missing, too many or wrong.</exception>
    public IAugmentation Parse(string text) => Create(new StepText(text, Usage, MostArguments));
}

/// <summary>Refuses settings of steps that are out of range.</summary>
internal static class Limits
{
    public static double Check(
        double value, double least, double most, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= least && value <= most ? value
            : throw new ArgumentOutOfRangeException(name, value, $"It is a number from {least} to {most}.");
}
