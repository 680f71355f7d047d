namespace Equivariant.Cpu;

/// <summary>Where the sums of some result channels belong.</summary>
internal readonly unsafe struct Finish(SweepProduct product, int firstChannel, int channels)
{
    /// <summary>The place of the first channel's points in the result, if they follow each other there; else null.</summary>
    public float* Place(int point, int count)
    {
        var perImage = product.Sweep.PointsPerImage;
        return product.Sweep.IsDense && point % perImage + count <= perImage
            ? Plane(point / perImage) + (point % perImage) : null;
    }

    /// <summary>Writes complete sums of points, a row for each channel.</summary>
    public void Write(float* sums, int stride, int start, int end)
    {
        var sweep = product.Sweep;
        var perImage = sweep.PointsPerImage;
        var width = sweep.IsDense ? perImage : sweep.W.Points;
        for (var point = start; point < end;)
        {
            var next = Math.Min(end, ((point / width) + 1) * width);
            var to = Plane(point / perImage) + Cell(point % perImage);
            for (var channel = 0; channel < channels; channel++, to += sweep.TargetPlane)
                Strip.Scatter(sums + ((nint)channel * stride) + (point - start), to, sweep.W.TargetStep, next - point);
            point = next;
        }
    }

    /// <summary>Zeroes points.</summary>
    public void Clear(int start, int end)
    {
        var perImage = product.Sweep.PointsPerImage;
        for (var point = start; point < end; point++)
        {
            var to = Plane(point / perImage) + Cell(point % perImage);
            for (var channel = 0; channel < channels; channel++, to += product.Sweep.TargetPlane)
                *to = 0;
        }
    }

    /// <summary>The first channel of an image.</summary>
    public float* Plane(int image) =>
        product.Target + ((((nint)image * product.Groups * product.Rows) + firstChannel) * product.Sweep.TargetPlane);

    /// <summary>Where a point of an image lies in a plane of the result.</summary>
    public int Cell(int point)
    {
        var sweep = product.Sweep;
        var (w, row) = (point % sweep.W.Points, point / sweep.W.Points);
        var (h, d) = (row % sweep.H.Points, row / sweep.H.Points);
        var slab = (sweep.D.FirstTarget + (d * sweep.D.TargetStep)) * sweep.H.Target;
        var line = (slab + sweep.H.FirstTarget + (h * sweep.H.TargetStep)) * sweep.W.Target;
        return line + sweep.W.FirstTarget + (w * sweep.W.TargetStep);
    }
}
