namespace Equivariant.Cpu;

/// <summary>
/// A <see cref="ImplicitGemm"/> of thin groups, depthwise above all: neighbouring pixels fill a vector, and the taps are added up
/// one after the other. Indices are (image, group).
/// </summary>
internal readonly unsafe struct DirectConv<TVector>(ImplicitGemm gemm) : IRange where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (grid, pool) = (gemm.Grid, gemm.Device.Pool);
        var perImage = grid.PixelsPerImage;
        var sourceImage = gemm.Groups * gemm.InChannels * grid.SourcePlane;
        var factors = gemm.InChannels * grid.Taps;
        var layout = new PackedInput(grid, 0, perImage, sourceImage);
        using var scratch = new Rented<float>(pool, ((long)layout.ChannelStride * gemm.InChannels) + PackedInput.Slack);
        using var tapOffsets = new Rented<int>(pool, factors);
        using var weights = new Rented<int>(pool, factors);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(perImage, perImage));
        using var cells = new Rented<int>(pool, PixelSpan.Most(perImage, perImage));
        using var line = new Rented<float>(pool, grid.W.Pixels + (2 * TVector.Count));
        var spanCount = PixelSpan.List(grid, layout, 0, perImage, perImage, spans.Start);
        for (var span = 0; span < spanCount; span++)
            cells.Start[span] = new OutputLayout(gemm, 0, 1).Cell(spans.Start[span].Pixel);
        layout.ListTaps(gemm.InChannels, tapOffsets.Start);
        for (var factor = 0; factor < factors; factor++)
        {
            var tap = grid.KernelIndex(factor % grid.Taps, gemm.Kernel);
            weights.Start[factor] = (factor / grid.Taps * gemm.WeightInStride) + tap;
        }
        for (var index = start; index < end; index++)
        {
            var (image, group) = (index / gemm.Groups, index % gemm.Groups);
            var source = gemm.Source + ((nint)group * gemm.InChannels * grid.SourcePlane);
            var input = new PackedInput(grid, image * perImage, (image + 1) * perImage, sourceImage)
                .Fill(source, gemm.InChannels, scratch.Start);
            for (var row = 0; row < gemm.OutChannels; row++)
            {
                var channel = (group * gemm.OutChannels) + row;
                var weight = gemm.Weight + ((nint)group * gemm.WeightGroupStride) + (row * gemm.WeightOutStride);
                var bias = gemm.Bias == null ? 0 : gemm.Bias[channel];
                var plane = new OutputLayout(gemm, channel, 1).Plane(image);
                for (var span = 0; span < spanCount; span++)
                {
                    var (pixels, place) = (spans.Start[span].Count, spans.Start[span].Source);
                    Line(pixels, factors, weight, weights.Start, input + place, tapOffsets.Start, bias, line.Start);
                    Strip.Scatter(line.Start, plane + cells.Start[span], grid.W.TargetStep, pixels);
                }
            }
        }
    }

    /// <summary>Sums for neighbouring pixels, two vectors at a time; writes up to a whole pair of vectors.</summary>
    private static void Line(
        int pixels, int factors, float* weight, int* weights, float* input, int* tapOffsets, float bias, float* line)
    {
        for (var pixel = 0; pixel < pixels; pixel += 2 * TVector.Count)
        {
            var (first, second) = (TVector.Fill(bias), TVector.Fill(bias));
            for (var factor = 0; factor < factors; factor++)
            {
                var w = TVector.Fill(weight[weights[factor]]);
                var from = input + (tapOffsets[factor] + pixel);
                first = TVector.MultiplyAdd(w, TVector.Load(from), first);
                second = TVector.MultiplyAdd(w, TVector.Load(from + TVector.Count), second);
            }
            TVector.Store(first, line + pixel);
            TVector.Store(second, line + pixel + TVector.Count);
        }
    }
}

/// <summary>A <see cref="WeightGradientGemm"/> of thin groups: each weight is one long dot product. Indices are the
/// groups.</summary>
internal readonly unsafe struct DirectWeightGradient<TVector>(WeightGradientGemm gemm, OutputGrid grid) : IRange
    where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (g, pool) = (gemm.Geometry, gemm.Device.Pool);
        var perImage = grid.PixelsPerImage;
        var sourceImage = g.InChannels * grid.SourcePlane;
        var factors = g.GroupIn * grid.Taps;
        var layout = new PackedInput(grid, 0, perImage, sourceImage);
        using var scratch = new Rented<float>(pool, ((long)layout.ChannelStride * g.GroupIn) + PackedInput.Slack);
        using var tapOffsets = new Rented<int>(pool, factors);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(perImage, perImage));
        using var sums = new Rented<double>(pool, factors * g.GroupOut);
        var spanCount = PixelSpan.List(grid, layout, 0, perImage, perImage, spans.Start);
        layout.ListTaps(g.GroupIn, tapOffsets.Start);
        for (var group = start; group < end; group++)
        {
            new Span<double>(sums.Start, factors * g.GroupOut).Clear();
            var source = gemm.Source + ((nint)group * g.GroupIn * grid.SourcePlane);
            for (var image = 0; image < g.Batch; image++)
            {
                var input = new PackedInput(grid, image * perImage, (image + 1) * perImage, sourceImage)
                    .Fill(source, g.GroupIn, scratch.Start);
                var gradient = gemm.OutputGradient + ((((nint)image * g.OutChannels) + (group * g.GroupOut)) * perImage);
                for (var output = 0; output < g.GroupOut; output++, gradient += perImage)
                {
                    for (var factor = 0; factor < factors; factor++)
                    {
                        sums.Start[(output * factors) + factor] +=
                            Dot(gradient, input + tapOffsets.Start[factor], spans.Start, spanCount);
                    }
                }
            }
            for (var i = 0; i < factors * g.GroupOut; i++)
                gemm.Target[((nint)group * factors * g.GroupOut) + i] = (float)sums.Start[i];
        }
    }

    private static float Dot(float* gradient, float* input, PixelSpan* spans, int count)
    {
        TVector whole = default, rest = default;
        for (var span = spans; span < spans + count; span++)
        {
            var (pixel, left) = (0, span->Count);
            var dy = gradient + span->Pixel;
            var x = input + span->Source;
            for (; left >= TVector.Count; left -= TVector.Count, pixel += TVector.Count)
                whole = TVector.MultiplyAdd(TVector.Load(dy + pixel), TVector.Load(x + pixel), whole);
            if (left > 0)
                rest = TVector.MultiplyAdd(TVector.LoadFirst(dy + pixel, left), TVector.LoadFirst(x + pixel, left), rest);
        }
        return TVector.Sum(whole + rest);
    }
}
