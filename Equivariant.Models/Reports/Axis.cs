using System.Globalization;

namespace Equivariant.Reports;

/// <summary>What an axis of a chart shows and how its numbers are written. The label names the unit unless the numbers carry
/// it.</summary>
internal sealed record Axis(string Label)
{
    /// <summary>Where the axis begins and ends; from the data where null.</summary>
    public double? Low { get; init; }

    public double? High { get; init; }

    /// <summary>Distance of the ticks; a round one if null.</summary>
    public double? Step { get; init; }

    /// <summary>The smallest distance of the ticks; 1 for counts.</summary>
    public double SmallestStep { get; init; }

    public Func<double, string> WriteTick { get; init; } = value => value.ToString("#,0.########", CultureInfo.InvariantCulture);

    public Func<double, string> WriteValue { get; init; } = value => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    public static Axis Number(string label) => new(label);

    /// <summary>Whole numbers from 1, such as epochs.</summary>
    public static Axis Count(string label) => new(label) { Low = 1, SmallestStep = 1 };

    /// <summary>Shares 0 to 1, written as percent, over the whole range.</summary>
    public static Axis Percent(string label) => new(label)
    {
        Low = 0,
        High = 1,
        Step = 0.2,
        WriteTick = value => (100 * value).ToString("0.# '%'", CultureInfo.InvariantCulture),
        WriteValue = value => (100 * value).ToString("0.0 '%'", CultureInfo.InvariantCulture),
    };

    public static Axis Degrees(string label) => new(label)
    {
        Low = 0,
        High = 360,
        Step = 45,
        WriteTick = value => value.ToString("0.#'°'", CultureInfo.InvariantCulture),
        WriteValue = value => value.ToString("0.#'°'", CultureInfo.InvariantCulture),
    };

    /// <summary>The limits and ticks for data; the limits are ticks where the axis leaves them open.</summary>
    public (double Low, double High, double[] Ticks) Fit(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var low = Low ?? (finite.Length > 0 ? Math.Min(finite.Min(), High ?? double.MaxValue) : (High ?? 1) - 1);
        var high = High ?? (finite.Length > 0 ? Math.Max(finite.Max(), low) : low + 1);
        // Against the size of the numbers: a range that is rounding error alone has no round steps.
        if (high - low <= 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            var room = Math.Max(Math.Abs(low) / 2, SmallestStep > 0 || low == 0 ? 1 : 0);
            (low, high) = (Low ?? (low - room), High ?? (high + room));
        }
        var step = Step ?? Math.Max(SmallestStep, Ticks.Step(high - low, 5));
        low = Low ?? Ticks.Tidy(Math.Floor((low / step) + 1e-6) * step, step);
        high = High ?? Ticks.Tidy(Math.Ceiling((high / step) - 1e-6) * step, step);
        return (low, high, Ticks.Between(low, high, step));
    }
}

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
