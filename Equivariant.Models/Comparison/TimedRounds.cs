using System.Diagnostics;
using MathNet.Numerics.Statistics;

namespace Equivariant.Comparison;

/// <summary>Times pieces of work in turns, so that a machine that slows down slows all of them.</summary>
internal static class TimedRounds
{
    /// <summary>The milliseconds of each piece of work in each round. A round before them warms up: code is compiled, memory is
    /// taken.</summary>
    public static double[][] Run(
        IReadOnlyList<Action> works, int rounds, Device device, Action done, CancellationToken cancellation)
    {
        var times = works.Select(_ => new double[rounds]).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < works.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                device.Synchronize();
                var start = Stopwatch.GetTimestamp();
                works[i]();
                device.Synchronize();
                if (round >= 0)
                    times[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                done();
            }
        }
        return times;
    }

    /// <summary>The median over the rounds of a time over the baseline's in the same round; null without a baseline.</summary>
    public static double? Ratio(double[] times, double[]? baseline) =>
        baseline is null ? null : times.Zip(baseline, (own, other) => own / other).Median();
}
