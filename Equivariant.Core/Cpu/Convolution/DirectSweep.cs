namespace Equivariant.Cpu;

/// <summary>
/// A <see cref="SweepProduct"/> of thin groups, depthwise above all: neighbouring points fill a vector, and the taps are added up
/// one after the other. Indices are (image, group).
/// </summary>
internal readonly unsafe struct DirectSweep<TVector>(SweepProduct product) : IRange where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (sweep, pool) = (product.Sweep, product.Device.Pool);
        var perImage = sweep.PointsPerImage;
        var sourceImage = product.Groups * product.Channels * sweep.SourcePlane;
        var factors = product.Channels * sweep.Taps;
        var layout = new Band(sweep, 0, perImage, sourceImage);
        using var room = new Rented<float>(pool, ((long)layout.ChannelStride * product.Channels) + Band.Slack);
        using var seen = new Rented<int>(pool, factors);
        using var weights = new Rented<int>(pool, factors);
        using var runs = new Rented<Run>(pool, Cpu.Run.Most(perImage, perImage));
        using var cells = new Rented<int>(pool, Cpu.Run.Most(perImage, perImage));
        using var line = new Rented<float>(pool, sweep.W.Points + (2 * TVector.Count));
        var runCount = Cpu.Run.List(sweep, layout, 0, perImage, perImage, runs.Start);
        for (var run = 0; run < runCount; run++)
            cells.Start[run] = new Finish(product, 0, 1).Cell(runs.Start[run].Point);
        layout.PlaceTaps(product.Channels, seen.Start);
        for (var factor = 0; factor < factors; factor++)
        {
            var tap = sweep.KernelIndex(factor % sweep.Taps, product.Kernel);
            weights.Start[factor] = (factor / sweep.Taps * product.WeightChannel) + tap;
        }
        for (var index = start; index < end; index++)
        {
            var (image, group) = (index / product.Groups, index % product.Groups);
            var source = product.Source + ((nint)group * product.Channels * sweep.SourcePlane);
            var band = new Band(sweep, image * perImage, (image + 1) * perImage, sourceImage)
                .Fill(source, product.Channels, room.Start);
            for (var row = 0; row < product.Rows; row++)
            {
                var channel = (group * product.Rows) + row;
                var weight = product.Weight + ((nint)group * product.WeightGroup) + (row * product.WeightRow);
                var bias = product.Bias == null ? 0 : product.Bias[channel];
                var plane = new Finish(product, channel, 1).Plane(image);
                for (var run = 0; run < runCount; run++)
                {
                    var (points, place) = (runs.Start[run].Count, runs.Start[run].Source);
                    Line(points, factors, weight, weights.Start, band + place, seen.Start, bias, line.Start);
                    Strip.Scatter(line.Start, plane + cells.Start[run], sweep.W.TargetStep, points);
                }
            }
        }
    }

    /// <summary>Sums for neighbouring points, two vectors at a time; writes up to a whole pair of vectors.</summary>
    private static void Line(
        int points, int factors, float* weight, int* weights, float* band, int* seen, float bias, float* line)
    {
        for (var point = 0; point < points; point += 2 * TVector.Count)
        {
            var (first, second) = (TVector.Fill(bias), TVector.Fill(bias));
            for (var factor = 0; factor < factors; factor++)
            {
                var w = TVector.Fill(weight[weights[factor]]);
                var from = band + (seen[factor] + point);
                first = TVector.MultiplyAdd(w, TVector.Load(from), first);
                second = TVector.MultiplyAdd(w, TVector.Load(from + TVector.Count), second);
            }
            TVector.Store(first, line + point);
            TVector.Store(second, line + point + TVector.Count);
        }
    }
}
