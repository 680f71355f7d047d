namespace Equivariant.Cpu;

/// <summary>Where the sums of some result channels belong.</summary>
internal readonly unsafe struct Finish(ImplicitGemm product, int firstChannel, int channels)
{
    /// <summary>The place of the first channel's pixels in the result, if they follow each other there; else null.</summary>
    public float* Place(int pixel, int count)
    {
        var perImage = product.Grid.PixelsPerImage;
        return product.Grid.IsDense && pixel % perImage + count <= perImage
            ? Plane(pixel / perImage) + (pixel % perImage) : null;
    }

    /// <summary>Writes complete sums of pixels, a row for each channel.</summary>
    public void Write(float* sums, int stride, int start, int end)
    {
        var grid = product.Grid;
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

    /// <summary>Zeroes pixels.</summary>
    public void Clear(int start, int end)
    {
        var perImage = product.Grid.PixelsPerImage;
        for (var pixel = start; pixel < end; pixel++)
        {
            var to = Plane(pixel / perImage) + Cell(pixel % perImage);
            for (var channel = 0; channel < channels; channel++, to += product.Grid.TargetPlane)
                *to = 0;
        }
    }

    /// <summary>The first channel of an image.</summary>
    public float* Plane(int image) =>
        product.Target + ((((nint)image * product.Groups * product.Rows) + firstChannel) * product.Grid.TargetPlane);

    /// <summary>Where a pixel of an image lies in a plane of the result.</summary>
    public int Cell(int pixel)
    {
        var grid = product.Grid;
        var (w, row) = (pixel % grid.W.Pixels, pixel / grid.W.Pixels);
        var (h, d) = (row % grid.H.Pixels, row / grid.H.Pixels);
        var slab = (grid.D.FirstTarget + (d * grid.D.TargetStep)) * grid.H.Target;
        var line = (slab + grid.H.FirstTarget + (h * grid.H.TargetStep)) * grid.W.Target;
        return line + grid.W.FirstTarget + (w * grid.W.TargetStep);
    }
}
