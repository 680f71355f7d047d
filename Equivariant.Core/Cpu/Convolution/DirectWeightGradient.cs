namespace Equivariant.Cpu;

/// <summary>A <see cref="WeightGradientGemm"/> of thin groups: each weight is one long dot product. Indices are the groups.</summary>
internal readonly unsafe struct DirectWeightGradient<TVector>(WeightGradientGemm product, OutputGrid grid) : IRange
    where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (g, pool) = (product.Geometry, product.Device.Pool);
        var perImage = grid.PixelsPerImage;
        var sourceImage = g.InChannels * grid.SourcePlane;
        var factors = g.GroupIn * grid.Taps;
        var layout = new PackedInput(grid, 0, perImage, sourceImage);
        using var room = new Rented<float>(pool, ((long)layout.ChannelStride * g.GroupIn) + PackedInput.Slack);
        using var seen = new Rented<int>(pool, factors);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(perImage, perImage));
        using var sums = new Rented<double>(pool, factors * g.GroupOut);
        var spanCount = PixelSpan.List(grid, layout, 0, perImage, perImage, spans.Start);
        layout.ListTaps(g.GroupIn, seen.Start);
        for (var group = start; group < end; group++)
        {
            new Span<double>(sums.Start, factors * g.GroupOut).Clear();
            var source = product.Source + ((nint)group * g.GroupIn * grid.SourcePlane);
            for (var image = 0; image < g.Batch; image++)
            {
                var input = new PackedInput(grid, image * perImage, (image + 1) * perImage, sourceImage)
                    .Fill(source, g.GroupIn, room.Start);
                var gradient = product.OutputGradient + ((((nint)image * g.OutChannels) + (group * g.GroupOut)) * perImage);
                for (var output = 0; output < g.GroupOut; output++, gradient += perImage)
                {
                    for (var factor = 0; factor < factors; factor++)
                        sums.Start[(output * factors) + factor] += Dot(gradient, input + seen.Start[factor], spans.Start, spanCount);
                }
            }
            for (var i = 0; i < factors * g.GroupOut; i++)
                product.Target[((nint)group * factors * g.GroupOut) + i] = (float)sums.Start[i];
        }
    }

    private static float Dot(float* gradient, float* input, PixelSpan* spans, int count)
    {
        TVector whole = default, rest = default;
        for (var run = spans; run < spans + count; run++)
        {
            var (pixel, left) = (0, run->Count);
            var dy = gradient + run->Pixel;
            var x = input + run->Source;
            for (; left >= TVector.Count; left -= TVector.Count, pixel += TVector.Count)
                whole = TVector.MultiplyAdd(TVector.Load(dy + pixel), TVector.Load(x + pixel), whole);
            if (left > 0)
                rest = TVector.MultiplyAdd(TVector.LoadFirst(dy + pixel, left), TVector.LoadFirst(x + pixel, left), rest);
        }
        return TVector.Sum(TVector.Add(whole, rest));
    }
}
