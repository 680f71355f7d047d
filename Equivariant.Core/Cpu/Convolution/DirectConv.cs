namespace Equivariant.Cpu;

/// <summary>
/// A <see cref="ImplicitGemm"/> of thin groups, depthwise above all: neighbouring pixels fill a vector, and the taps are added up
/// one after the other. Indices are (image, group).
/// </summary>
internal readonly unsafe struct DirectConv<TVector>(ImplicitGemm product) : IRange where TVector : struct, IVector<TVector>
{
    public void Run(int start, int end)
    {
        var (grid, pool) = (product.Grid, product.Device.Pool);
        var perImage = grid.PixelsPerImage;
        var sourceImage = product.Groups * product.Channels * grid.SourcePlane;
        var factors = product.Channels * grid.Taps;
        var layout = new PackedInput(grid, 0, perImage, sourceImage);
        using var room = new Rented<float>(pool, ((long)layout.ChannelStride * product.Channels) + PackedInput.Slack);
        using var seen = new Rented<int>(pool, factors);
        using var weights = new Rented<int>(pool, factors);
        using var spans = new Rented<PixelSpan>(pool, PixelSpan.Most(perImage, perImage));
        using var cells = new Rented<int>(pool, PixelSpan.Most(perImage, perImage));
        using var line = new Rented<float>(pool, grid.W.Pixels + (2 * TVector.Count));
        var spanCount = PixelSpan.List(grid, layout, 0, perImage, perImage, spans.Start);
        for (var run = 0; run < spanCount; run++)
            cells.Start[run] = new Finish(product, 0, 1).Cell(spans.Start[run].Pixel);
        layout.ListTaps(product.Channels, seen.Start);
        for (var factor = 0; factor < factors; factor++)
        {
            var tap = grid.KernelIndex(factor % grid.Taps, product.Kernel);
            weights.Start[factor] = (factor / grid.Taps * product.WeightChannel) + tap;
        }
        for (var index = start; index < end; index++)
        {
            var (image, group) = (index / product.Groups, index % product.Groups);
            var source = product.Source + ((nint)group * product.Channels * grid.SourcePlane);
            var input = new PackedInput(grid, image * perImage, (image + 1) * perImage, sourceImage)
                .Fill(source, product.Channels, room.Start);
            for (var row = 0; row < product.Rows; row++)
            {
                var channel = (group * product.Rows) + row;
                var weight = product.Weight + ((nint)group * product.WeightGroup) + (row * product.WeightRow);
                var bias = product.Bias == null ? 0 : product.Bias[channel];
                var plane = new Finish(product, channel, 1).Plane(image);
                for (var run = 0; run < spanCount; run++)
                {
                    var (pixels, place) = (spans.Start[run].Count, spans.Start[run].Source);
                    Line(pixels, factors, weight, weights.Start, input + place, seen.Start, bias, line.Start);
                    Strip.Scatter(line.Start, plane + cells.Start[run], grid.W.TargetStep, pixels);
                }
            }
        }
    }

    /// <summary>Sums for neighbouring pixels, two vectors at a time; writes up to a whole pair of vectors.</summary>
    private static void Line(
        int pixels, int factors, float* weight, int* weights, float* input, int* seen, float bias, float* line)
    {
        for (var pixel = 0; pixel < pixels; pixel += 2 * TVector.Count)
        {
            var (first, second) = (TVector.Fill(bias), TVector.Fill(bias));
            for (var factor = 0; factor < factors; factor++)
            {
                var w = TVector.Fill(weight[weights[factor]]);
                var from = input + (seen[factor] + pixel);
                first = TVector.MultiplyAdd(w, TVector.Load(from), first);
                second = TVector.MultiplyAdd(w, TVector.Load(from + TVector.Count), second);
            }
            TVector.Store(first, line + pixel);
            TVector.Store(second, line + pixel + TVector.Count);
        }
    }
}
