namespace Equivariant.Cpu;

/// <summary>Turns complete sums [pixel, channel] into the layout of the result, with its bias and what follows.</summary>
/// <param name="product">The work.</param>
/// <param name="turned">Room for the sums of a block, where pixels are not all cells of the result.</param>
internal readonly unsafe struct PixelResults(ImplicitGemm product, float* turned)
{
    /// <summary>Numbers that an instance needs room for.</summary>
    public static long ScratchSize(in ImplicitGemm product, int pixels, int columns) =>
        product.Grid.IsDense ? 0 : (long)pixels * columns;

    /// <summary>Writes the results of one block.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="columns">Elements from pixel to pixel.</param>
    /// <param name="start">First pixel.</param>
    /// <param name="end">After the last pixel.</param>
    /// <param name="firstChannel">First channel of the result.</param>
    /// <param name="channels">Number of channels.</param>
    public void Put(float* sums, int columns, int start, int end, int firstChannel, int channels)
    {
        var (grid, count) = (product.Grid, end - start);
        var finish = new Finish(product, firstChannel, channels);
        if (!grid.IsDense)
        {
            // A phase of a gradient, which has neither bias nor anything after it.
            Transposer.Run(sums, columns, count, channels, turned, count);
            finish.Write(turned, count, start, end);
            return;
        }
        for (var pixel = start; pixel < end;)
        {
            var next = Math.Min(end, ((pixel / grid.PixelsPerImage) + 1) * grid.PixelsPerImage);
            var to = finish.Place(pixel, next - pixel);
            Transposer.Run(
                sums + ((nint)(pixel - start) * columns), columns, next - pixel, channels, to, grid.TargetPlane);
            Finish(to, firstChannel, channels, next - pixel);
            pixel = next;
        }
    }

    /// <summary>Bias, and what follows a convolution in inference, while the results are in the cache.</summary>
    private void Finish(float* to, int firstChannel, int channels, int count)
    {
        for (var channel = firstChannel; channel < firstChannel + channels; channel++, to += product.Grid.TargetPlane)
        {
            if (product.Bias != null)
                Strip.AddTo(product.Bias[channel], to, count);
            if (product.Epilogue.Any)
                product.Epilogue.Apply(product.Target, (nint)(to - product.Target), channel, count);
        }
    }
}
