using System.Globalization;
using Equivariant.Data;

namespace Equivariant.Training;

/// <summary>
/// Random changes of patches as text: <c>d4</c> (turned and mirrored), <c>elastic</c> or <c>elastic:3</c> (bent, with the root
/// mean square of the way in pixels), <c>jitter</c> or <c>jitter:0.1</c> (brightness, contrast and noise, with the size of the
/// change), with commas between them.
/// </summary>
internal static class PatchSteps
{
    /// <summary>The options that a text names; sizes and balance keep their defaults.</summary>
    /// <exception cref="ArgumentException">A step is unknown, given twice, or its number makes no sense.</exception>
    public static PatchOptions Parse(string text)
    {
        var options = new PatchOptions();
        var seen = new HashSet<string>();
        foreach (var step in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = step.Split(':', 2);
            if (!seen.Add(parts[0]))
                throw new ArgumentException($"The augmentation '{text}' names {parts[0]} twice.");
            options = parts[0] switch
            {
                "d4" when parts.Length == 1 => options with { Dihedral = true },
                "elastic" => options with { Elastic = new ElasticOptions(Number(parts, 3, 100)) },
                "jitter" => options with { Jitter = Jitter(Number(parts, 0.1, 1)) },
                _ => throw new ArgumentException(
                    $"There is no change of patches '{step}'; there are d4, elastic[:pixels] and jitter[:size]."),
            };
        }
        return options;

        double Number(string[] parts, double fallback, double most) => parts.Length == 1 ? fallback
            : double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value >= 0 && value <= most
                ? value
                : throw new ArgumentException(
                    FormattableString.Invariant($"'{parts[1]}' in '{text}' is no number from 0 to {most}."));
    }

    private static IntensityJitter Jitter(double size) => new(0.8 * size, Math.Min(1, 1.5 * size), 0.2 * size);
}
