using System.Globalization;
using static System.FormattableString;

namespace Equivariant.Cli.Pages;

/// <summary>Numbers as tables and reports show them.</summary>
internal static class Show
{
    /// <summary>A share as percent: 0.9312 → 93.1 %.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Invariant($"{100 * share:0.0} %") : "–";

    public static string Score(double? value) => Number(value, "0.000");

    /// <summary>A count: 12345 → 12,345.</summary>
    public static string Count(long count) => Invariant($"{count:#,0}");

    /// <summary>A number in a format of .NET; a dash where there is none.</summary>
    public static string Number(double? value, string format) =>
        value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";
}
