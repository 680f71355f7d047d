namespace Equivariant.Cpu;

/// <summary>A <see cref="WeightProduct"/> of thin groups: each weight is one long dot product. Indices are the groups.</summary>
internal readonly unsafe struct DirectWeight<TVector>(WeightProduct product, Sweep sweep) : IRange
    where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (g, pool) = (product.Geometry, product.Device.Pool);
        var perImage = sweep.PointsPerImage;
        var sourceImage = g.InChannels * sweep.SourcePlane;
        var factors = g.GroupIn * sweep.Taps;
        var layout = new Band(sweep, 0, perImage, sourceImage);
        using var room = new Rented<float>(pool, ((long)layout.ChannelStride * g.GroupIn) + Band.Slack);
        using var seen = new Rented<int>(pool, factors);
        using var runs = new Rented<Run>(pool, Cpu.Run.Most(perImage, perImage));
        using var sums = new Rented<double>(pool, factors * g.GroupOut);
        var runCount = Cpu.Run.List(sweep, layout, 0, perImage, perImage, runs.Start);
        layout.PlaceTaps(g.GroupIn, seen.Start);
        for (var group = start; group < end; group++)
        {
            new Span<double>(sums.Start, factors * g.GroupOut).Clear();
            var source = product.Source + ((nint)group * g.GroupIn * sweep.SourcePlane);
            for (var image = 0; image < g.Batch; image++)
            {
                var band = new Band(sweep, image * perImage, (image + 1) * perImage, sourceImage)
                    .Fill(source, g.GroupIn, room.Start);
                var gradient = product.OutputGradient + ((((nint)image * g.OutChannels) + (group * g.GroupOut)) * perImage);
                for (var output = 0; output < g.GroupOut; output++, gradient += perImage)
                {
                    for (var factor = 0; factor < factors; factor++)
                        sums.Start[(output * factors) + factor] += Dot(gradient, band + seen.Start[factor], runs.Start, runCount);
                }
            }
            for (var i = 0; i < factors * g.GroupOut; i++)
                product.Target[((nint)group * factors * g.GroupOut) + i] = (float)sums.Start[i];
        }
    }

    private static float Dot(float* gradient, float* band, Run* runs, int count)
    {
        TVector whole = default, rest = default;
        for (var run = runs; run < runs + count; run++)
        {
            var (point, left) = (0, run->Count);
            var dy = gradient + run->Point;
            var x = band + run->Source;
            for (; left >= TVector.Count; left -= TVector.Count, point += TVector.Count)
                whole = TVector.MultiplyAdd(TVector.Load(dy + point), TVector.Load(x + point), whole);
            if (left > 0)
                rest = TVector.MultiplyAdd(TVector.LoadFirst(dy + point, left), TVector.LoadFirst(x + point, left), rest);
        }
        return TVector.Sum(TVector.Add(whole, rest));
    }
}
