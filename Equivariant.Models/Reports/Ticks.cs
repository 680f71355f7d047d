namespace Equivariant.Reports;

/// <summary>Round numbers along an axis.</summary>
internal static class Ticks
{
    /// <summary>The step 1, 2 or 5 times a power of ten that divides a range into about so many parts.</summary>
    public static double Step(double range, int about)
    {
        var rough = range / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            < 1.5 => power,
            < 3.5 => 2 * power,
            < 7.5 => 5 * power,
            _ => 10 * power,
        };
    }

    /// <summary>All multiples of the step from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static double[] Between(double low, double high, double step)
    {
        // A hair of tolerance, so that 0.1 · 3 counts as 0.3; multiples, so that rounding does not add up.
        var first = (long)Math.Ceiling((low / step) - 1e-6);
        var last = (long)Math.Floor((high / step) + 1e-6);
        var ticks = new double[Math.Max(0, last - first + 1)];
        for (var i = 0; i < ticks.Length; i++)
            ticks[i] = Tidy((first + i) * step, step);
        return ticks;
    }

    /// <summary>The value without the digits that rounding left behind, 0.30000000000000004 → 0.3.</summary>
    public static double Tidy(double value, double step)
    {
        var digits = 3 - (int)Math.Floor(Math.Log10(step));
        return digits is > 0 and <= 15 ? Math.Round(value, digits) : value;
    }
}
