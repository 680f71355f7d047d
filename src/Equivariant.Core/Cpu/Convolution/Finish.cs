using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Convolution;

/// <summary>The way of a finished block into the result: bias added, points put where they belong.</summary>
internal readonly unsafe struct Finish(SweepProduct product, int start, int end, int firstChannel)
{
    /// <summary>Writes rows of sums, one a result channel.</summary>
    public void Write(float* sums, int stride, int rows)
    {
        var sweep = product.Sweep;
        var perImage = sweep.PointsPerImage;
        var width = sweep.IsDense ? perImage : sweep.W.Points;
        for (var point = start; point < end;)
        {
            var image = point / perImage;
            var next = Math.Min(end, ((point / width) + 1) * width);
            var plane = product.Target + (((nint)image * product.Groups * product.Rows) + firstChannel) * sweep.TargetPlane;
            plane += sweep.IsDense ? point % perImage : Cell(point % perImage);
            for (var row = 0; row < rows; row++, plane += sweep.TargetPlane)
            {
                var bias = product.Bias is null ? 0 : product.Bias[firstChannel + row];
                var from = sums + ((nint)row * stride) + (point - start);
                if (sweep.W.TargetStep == 1)
                    Strip.Add(from, bias, plane, next - point);
                else
                    Spread(from, bias, plane, next - point, sweep.W.TargetStep);
            }
            point = next;
        }
    }

    private static void Spread(float* from, float bias, float* to, int count, int step)
    {
        for (var i = 0; i < count; i++)
            to[(nint)i * step] = from[i] + bias;
    }

    /// <summary>Where a point of an image lies in a plane of the result.</summary>
    private int Cell(int point)
    {
        var sweep = product.Sweep;
        var (w, row) = (point % sweep.W.Points, point / sweep.W.Points);
        var (h, d) = (row % sweep.H.Points, row / sweep.H.Points);
        return ((((sweep.D.FirstTarget + (d * sweep.D.TargetStep)) * sweep.H.Target) + sweep.H.FirstTarget + (h * sweep.H.TargetStep))
            * sweep.W.Target) + sweep.W.FirstTarget + (w * sweep.W.TargetStep);
    }
}
