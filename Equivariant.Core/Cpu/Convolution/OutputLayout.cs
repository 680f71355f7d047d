using System.Numerics.Tensors;

namespace Equivariant.Cpu;

/// <summary>The layout of a result, [image, channel, cell], for some of its channels: writes complete sums into it, with their
/// bias and epilogue.</summary>
internal readonly unsafe struct OutputLayout(ImplicitGemm gemm, int firstChannel, int channels)
{
    /// <summary>Numbers of scratch that <see cref="WriteTransposed"/> needs.</summary>
    public static long ScratchSize(in ImplicitGemm gemm, int pixels, int columns) =>
        gemm.Grid.IsDense ? 0 : (long)pixels * columns;

    /// <summary>The first channel's pixels in the result, if they follow each other there; else null.</summary>
    public float* Contiguous(int pixel, int count)
    {
        var perImage = gemm.Grid.PixelsPerImage;
        return gemm.Grid.IsDense && pixel % perImage + count <= perImage
            ? Plane(pixel / perImage) + (pixel % perImage) : null;
    }

    /// <summary>Writes complete sums [channel, pixel].</summary>
    public void Write(float* sums, int stride, int start, int end)
    {
        var grid = gemm.Grid;
        var perImage = grid.PixelsPerImage;
        var width = grid.IsDense ? perImage : grid.W.Pixels;
        for (var pixel = start; pixel < end;)
        {
            var next = Math.Min(end, ((pixel / width) + 1) * width);
            var to = Plane(pixel / perImage) + Cell(pixel % perImage);
            for (var channel = 0; channel < channels; channel++, to += grid.TargetPlane)
                Strip.Scatter(sums + ((nint)channel * stride) + (pixel - start), to, grid.W.TargetStep, next - pixel);
            pixel = next;
        }
    }

    /// <summary>Writes complete sums [pixel, channel], by transposes of 8×8, and finishes them.</summary>
    /// <param name="sums">The sums of a block.</param>
    /// <param name="columns">Elements from pixel to pixel.</param>
    /// <param name="start">First pixel.</param>
    /// <param name="end">After the last pixel.</param>
    /// <param name="scratch">Scratch memory, see <see cref="ScratchSize"/>.</param>
    public void WriteTransposed<TVector>(float* sums, int columns, int start, int end, float* scratch)
        where TVector : struct, IVector<TVector>
    {
        var (grid, count) = (gemm.Grid, end - start);
        if (!grid.IsDense)
        {
            // A phase of a data gradient, which has neither bias nor epilogue.
            Transposer.Run(sums, columns, count, channels, scratch, count);
            Write(scratch, count, start, end);
            return;
        }
        for (var pixel = start; pixel < end;)
        {
            var next = Math.Min(end, ((pixel / grid.PixelsPerImage) + 1) * grid.PixelsPerImage);
            var to = Contiguous(pixel, next - pixel);
            Transposer.Run(sums + ((nint)(pixel - start) * columns), columns, next - pixel, channels, to, grid.TargetPlane);
            ApplyEpilogue<TVector>(to, next - pixel);
            pixel = next;
        }
    }

    /// <summary>Zeroes pixels.</summary>
    public void Clear(int start, int end)
    {
        var perImage = gemm.Grid.PixelsPerImage;
        for (var pixel = start; pixel < end; pixel++)
        {
            var to = Plane(pixel / perImage) + Cell(pixel % perImage);
            for (var channel = 0; channel < channels; channel++, to += gemm.Grid.TargetPlane)
                *to = 0;
        }
    }

    /// <summary>The first channel of an image.</summary>
    public float* Plane(int image) =>
        gemm.Target + ((((nint)image * gemm.Groups * gemm.OutChannels) + firstChannel) * gemm.Grid.TargetPlane);

    /// <summary>Where a pixel of an image lies in a plane of the result.</summary>
    public int Cell(int pixel)
    {
        var grid = gemm.Grid;
        var (w, row) = (pixel % grid.W.Pixels, pixel / grid.W.Pixels);
        var (h, d) = (row % grid.H.Pixels, row / grid.H.Pixels);
        var slab = (grid.D.FirstTarget + (d * grid.D.TargetStep)) * grid.H.Target;
        var line = (slab + grid.H.FirstTarget + (h * grid.H.TargetStep)) * grid.W.Target;
        return line + grid.W.FirstTarget + (w * grid.W.TargetStep);
    }

    /// <summary>Bias and epilogue of pixels that follow each other, while they are in the cache.</summary>
    private void ApplyEpilogue<TVector>(float* to, int count) where TVector : struct, IVector<TVector>
    {
        for (var channel = firstChannel; channel < firstChannel + channels; channel++, to += gemm.Grid.TargetPlane)
        {
            var results = new Span<float>(to, count);
            if (gemm.Bias != null)
                TensorPrimitives.Add(results, gemm.Bias[channel], results);
            if (gemm.Epilogue.Any)
                gemm.Epilogue.Apply<TVector>(gemm.Target, (nint)(to - gemm.Target), channel, count);
        }
    }
}
