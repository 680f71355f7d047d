namespace Equivariant;

public static partial class Ops
{
    /// <summary>The image enlarged by whole factors, as PyTorch's <c>interpolate</c> with <c>scale_factor</c>. Commutes with all
    /// turns and mirror images where the factors of the exchanged axes are alike.</summary>
    /// <param name="x">[N,C,spatial…], one to three spatial axes.</param>
    /// <param name="scaleFactor">Factor of each axis, at least 1.</param>
    /// <param name="mode">What stands between the pixels.</param>
    /// <param name="alignCorners">For <see cref="Upsampling.Linear"/>: the centres of the corner pixels stay where they are;
    /// otherwise the borders of the image do.</param>
    /// <exception cref="ShapeException">A factor is not positive or given for another number of axes.</exception>
    public static Tensor Upsample(
        Tensor x, PerAxis scaleFactor, Upsampling mode = Upsampling.Nearest, bool alignCorners = false)
    {
        var size = UpsampleOp.Axes(nameof(Upsample), x, scaleFactor, "scaleFactor");
        for (var axis = 0; axis < size.Length; axis++)
            size[axis] = checked(size[axis] * x.Shape[axis + 2]);
        return UpsampleOp.Apply(nameof(Upsample), x, size, mode, alignCorners);
    }

    /// <summary>The image resized to any spatial extents, as PyTorch's <c>interpolate</c> with <c>size</c>; made smaller it is
    /// sampled, not averaged. With <see cref="Upsampling.Linear"/> it commutes with turns and mirror images, with
    /// <see cref="Upsampling.Nearest"/> only where the size is a multiple of the old.</summary>
    /// <inheritdoc cref="Upsample"/>
    public static Tensor Resize(Tensor x, PerAxis size, Upsampling mode = Upsampling.Linear, bool alignCorners = false) =>
        UpsampleOp.Apply(nameof(Resize), x, UpsampleOp.Axes(nameof(Resize), x, size, "size"), mode, alignCorners);
}

internal static class UpsampleOp
{
    public static int[] Axes(string op, Tensor x, PerAxis setting, string what)
    {
        if (x.Shape.Rank is < 3 or > 5)
            throw new ShapeException($"{op}: input {x.Shape} must be [N,C,W], [N,C,H,W] or [N,C,D,H,W].");
        var numbers = setting.For(x.Shape.Rank - 2, op, what);
        return numbers.All(number => number > 0)
            ? numbers : throw new ShapeException($"{op}: {what} {setting} of input {x.Shape} must be positive.");
    }

    public static Tensor Apply(string op, Tensor x, int[] size, Upsampling mode, bool alignCorners)
    {
        if (x.Shape.ToArray().Contains(0))
            throw new ShapeException($"{op}: input {x.Shape} has no pixels.");
        ResizeAxis Axis(int fromEnd) => size.Length < fromEnd ? ResizeAxis.Of(1, 1, Upsampling.Nearest, false)
            : ResizeAxis.Of(x.Shape[-fromEnd], size[^fromEnd], mode, alignCorners);
        return Ops.ApplyLinear<Forward, Backward, ResizeArgs>(
            op, x, [x.Shape[0], x.Shape[1], .. size], new(Axis(3), Axis(2), Axis(1)), 40, 100);
    }

    /// <summary>Index: output. Y = the weighted mean of up to eight inputs A.</summary>
    internal readonly struct Forward : IKernel<ResizeArgs>
    {
        static void IKernel<ResizeArgs>.Run<T, TReal, TIndex>(int i, in ResizeArgs args, in Buffers<TReal, TIndex> b)
        {
            var (x, y) = (b.A, b.Y);
            var at = Cell.Of(i, args.Output);
            var plane = at.Plane * args.Input.Count;
            int left = args.Width.Before(at.W), right = args.Width.After(at.W);
            var (pastD, pastH, pastW) = (args.Depth.Past(at.D), args.Height.Past(at.H), args.Width.Past(at.W));
            var sum = T.Zero;
            for (var back = 0; back < (pastD == 0 ? 1 : 2); back++)
            {
                var d = back == 0 ? args.Depth.Before(at.D) : args.Depth.After(at.D);
                var shareD = back == 0 ? (int)args.Depth.Parts - pastD : pastD;
                for (var below = 0; below < (pastH == 0 ? 1 : 2); below++)
                {
                    var h = below == 0 ? args.Height.Before(at.H) : args.Height.After(at.H);
                    var shareH = below == 0 ? (int)args.Height.Parts - pastH : pastH;
                    var row = plane + (((d * args.Height.In) + h) * args.Width.In);
                    var line = x[row + left];
                    if (pastW != 0)
                    {
                        line = ((TReal.Of((int)args.Width.Parts - pastW) * line) + (TReal.Of(pastW) * x[row + right]))
                            / TReal.Of((int)args.Width.Parts);
                    }
                    sum += pastD == 0 && pastH == 0 ? line : TReal.Of(shareD) * TReal.Of(shareH) * line
                        / (TReal.Of((int)args.Depth.Parts) * TReal.Of((int)args.Height.Parts));
                }
            }
            y[i] = sum;
        }
    }

    /// <summary>Index: input. Y = the sum of the outputs' gradients A by the weights they have for this input.</summary>
    internal readonly struct Backward : IKernel<ResizeArgs>
    {
        static void IKernel<ResizeArgs>.Run<T, TReal, TIndex>(int i, in ResizeArgs args, in Buffers<TReal, TIndex> b)
        {
            var (dy, dx) = (b.A, b.Y);
            var at = Cell.Of(i, args.Input);
            var plane = at.Plane * args.Output.Count;
            int top = args.Height.FirstOutput(at.H), bottom = args.Height.EndOutput(at.H);
            int left = args.Width.FirstOutput(at.W), right = args.Width.EndOutput(at.W), back = args.Depth.EndOutput(at.D);
            var sum = T.Zero;
            for (var d = args.Depth.FirstOutput(at.D); d < back; d++)
            {
                var layer = T.Zero;
                for (var h = top; h < bottom; h++)
                {
                    var line = T.Zero;
                    var row = plane + (((d * args.Height.Out) + h) * args.Width.Out);
                    for (var w = left; w < right; w++)
                        line += TReal.Of(args.Width.Weight(w, at.W)) * dy[row + w];
                    layer += TReal.Of(args.Height.Weight(h, at.H)) * line / TReal.Of((int)args.Width.Parts);
                }
                sum += TReal.Of(args.Depth.Weight(d, at.D)) * layer / TReal.Of((int)args.Height.Parts);
            }
            dx[i] = sum / TReal.Of((int)args.Depth.Parts);
        }
    }
}
