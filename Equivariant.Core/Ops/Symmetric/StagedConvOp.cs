namespace Equivariant;

/// <summary>What the stages of a symmetric convolution are told; the geometry is the convolution of the images at hand by one
/// copy.</summary>
internal readonly record struct StagedConvArgs(
    ConvGeometry Geometry, TransformLayout Layout, int Parameters, int IsMax, int HasBias, int KeepsArgMax)
{
    public int Kernels => Geometry.OutChannels * Geometry.GroupIn;

    /// <summary>Results of one copy.</summary>
    public int Results => Geometry.Batch * Geometry.OutChannels * Geometry.Output.Count;
}

/// <summary>
/// The stages of a symmetric convolution by a <see cref="GroupTransform"/> that are not ordinary convolutions. What belongs
/// to products lies accumulator by accumulator, [rows, products of the accumulator, …]. In all of them I is
/// <see cref="TransformTables.Integers"/> and D <see cref="TransformTables.Factors"/>.
/// </summary>
internal static class StagedConvOp
{
    private static int IndexOf<TIndex>(TIndex integers, int product, int row, int rows, int cells)
        where TIndex : struct, IIndexBuffer
    {
        var (start, count) = (integers[2 * product], integers[(2 * product) + 1]);
        return ((start * rows) + (row * count) + (product - start)) * cells;
    }

    /// <summary>A row of a matrix times numbers of A, which lie <paramref name="step"/> apart.</summary>
    private static T Multiply<T, TReal, TIndex>(in Buffers<TReal, TIndex> b, CsrMatrix matrix, int row, int first, int step)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
        where TIndex : struct, IIndexBuffer
    {
        var (integers, numbers, factors) = (b.I, b.A, b.D);
        var end = integers[matrix.RowOffsets + row + 1];
        var sum = T.Zero;
        for (var k = integers[matrix.RowOffsets + row]; k < end; k++)
            sum += factors[matrix.Values + k] * numbers[first + (integers[matrix.ColumnIndices + k] * step)];
        return sum;
    }

    /// <summary>A row of a matrix times numbers of A that belong to products.</summary>
    private static T MultiplyProducts<T, TReal, TIndex>(
        in Buffers<TReal, TIndex> b, CsrMatrix matrix, int row, int plane, int planes, int cells, int cell)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
        where TIndex : struct, IIndexBuffer
    {
        var (integers, numbers, factors) = (b.I, b.A, b.D);
        var end = integers[matrix.RowOffsets + row + 1];
        var sum = T.Zero;
        for (var k = integers[matrix.RowOffsets + row]; k < end; k++)
        {
            var product = integers[matrix.ColumnIndices + k];
            sum += factors[matrix.Values + k] * numbers[IndexOf(integers, product, plane, planes, cells) + cell];
        }
        return sum;
    }

    /// <summary>Weights of the products in Y from parameters [kernels, parameters] in A. Index: kernel and product.</summary>
    internal readonly struct Weights : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var kernel = i / args.Layout.Products;
            var product = i - (kernel * args.Layout.Products);
            var y = b.Y;
            y[IndexOf(b.I, product, kernel, args.Kernels, 1)] =
                Multiply<T, TReal, TIndex>(b, args.Layout.ToProducts, product, kernel * args.Parameters, 1);
        }
    }

    /// <summary>The parameters' gradient in Y from the weights' in A. Index: kernel and parameter.</summary>
    internal readonly struct WeightsGradient : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var kernel = i / args.Parameters;
            var parameter = i - (kernel * args.Parameters);
            var dtheta = b.Y;
            dtheta[i] = MultiplyProducts<T, TReal, TIndex>(b, args.Layout.ToParameters, parameter, kernel, args.Kernels, 1, 0);
        }
    }

    /// <summary>The sums of taps that the products take, in Y, from the padded input in A; J holds the taps' offsets. Index: a
    /// point of a plane, for all products.</summary>
    internal readonly struct TapSums : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (integers, offsets, x, factors) = (b.I, b.J, b.A, b.D);
            var (g, matrix) = (args.Geometry, args.Layout.Taps);
            var at = Cell.Of(i, g.Output);
            var first = (((((at.Plane * g.Input.D) + (at.D * g.Stride.D)) * g.Input.H) + (at.H * g.Stride.H)) * g.Input.W)
                + (at.W * g.Stride.W);
            var sums = b.Y;
            var (planes, cells) = (g.Batch * g.InChannels, g.Output.Count);
            var point = i - (at.Plane * cells);
            var k = 0;
            for (var product = 0; product < args.Layout.Products; product++)
            {
                var end = integers[matrix.RowOffsets + product + 1];
                var sum = T.Zero;
                for (; k < end; k++)
                    sum += factors[matrix.Values + k] * x[first + offsets[k]];
                sums[IndexOf(integers, product, at.Plane, planes, cells) + point] = sum;
            }
        }
    }

    /// <summary>The input's gradient in Y from that of the sums in A. Index: a cell of the input.</summary>
    internal readonly struct TapSumsGradient : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var g = args.Geometry;
            var at = Cell.Of(i, g.Input);
            var sum = T.Zero;
            for (var kd = 0; kd < g.Kernel.D; kd++)
            {
                var d = Window(at.D + g.Padding.D - (kd * g.Dilation.D), g.Stride.D, g.Output.D);
                for (var kh = 0; kh < g.Kernel.H && d >= 0; kh++)
                {
                    var h = Window(at.H + g.Padding.H - (kh * g.Dilation.H), g.Stride.H, g.Output.H);
                    for (var kw = 0; kw < g.Kernel.W && h >= 0; kw++)
                    {
                        var w = Window(at.W + g.Padding.W - (kw * g.Dilation.W), g.Stride.W, g.Output.W);
                        if (w < 0)
                            continue;
                        var tap = (((kd * g.Kernel.H) + kh) * g.Kernel.W) + kw;
                        sum += MultiplyProducts<T, TReal, TIndex>(b, args.Layout.TapsTransposed, tap, at.Plane,
                            g.Batch * g.InChannels, g.Output.Count, (((d * g.Output.H) + h) * g.Output.W) + w);
                    }
                }
            }
            var dx = b.Y;
            dx[i] = sum;
        }

        /// <summary>The window along an axis that starts at a cell of the padded input; −1 for none.</summary>
        private static int Window(int start, int stride, int windows)
        {
            var window = start / stride;
            return start >= 0 && window < windows && window * stride == start ? window : -1;
        }
    }

    /// <summary>All copies in Y from the accumulators in A and the bias in C. Index: a cell of the result.</summary>
    internal readonly struct Copies : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var cells = args.Geometry.Output.Count;
            var map = i / cells;
            var plane = map / args.Layout.Copies;
            var y = b.Y;
            y[i] = Copy<T, TReal, TIndex>(args, b, map - (plane * args.Layout.Copies), (plane * cells) + (i - (map * cells)));
        }

        /// <summary>One copy of one result.</summary>
        public static T Copy<T, TReal, TIndex>(in StagedConvArgs args, in Buffers<TReal, TIndex> b, int copy, int result)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
            where TReal : struct, IRealBuffer<T>
            where TIndex : struct, IIndexBuffer
        {
            var copied = Multiply<T, TReal, TIndex>(b, args.Layout.Combine, copy, result, args.Results);
            return args.HasBias != 0 ? copied + b.C[result / args.Geometry.Output.Count % args.Geometry.OutChannels] : copied;
        }
    }

    /// <summary>The largest copies in Y, and in J which they are. Index i does results 4i to 4i+3.</summary>
    internal readonly struct Maxout : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (y, argMax) = (b.Y, b.J);
            var word = 0;
            for (var lane = 0; lane < ArgMax.PerWord; lane++)
            {
                var result = (i * ArgMax.PerWord) + lane;
                if (result >= args.Results)
                    break;
                var best = Copies.Copy<T, TReal, TIndex>(args, b, 0, result);
                var winner = 0;
                for (var copy = 1; copy < args.Layout.Copies; copy++)
                {
                    var next = Copies.Copy<T, TReal, TIndex>(args, b, copy, result);
                    if (ArgMax.Takes(next, best))
                    {
                        best = next;
                        winner = copy;
                    }
                }
                y[result] = best;
                word |= winner << (8 * lane);
            }
            if (args.KeepsArgMax != 0)
                argMax[i] = word;
        }
    }

    /// <summary>The accumulators' gradients in Y from the result's in A and, of a maximum, the argmax in J. Index: accumulator
    /// and result.</summary>
    internal readonly struct Accumulators : IKernel<StagedConvArgs>
    {
        static void IKernel<StagedConvArgs>.Run<T, TReal, TIndex>(int i, in StagedConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (dy, factors, parts) = (b.A, b.D, args.Layout.DenseCombine);
            var accumulator = i / args.Results;
            var result = i - (accumulator * args.Results);
            var (count, copies, cells) = (args.Layout.Accumulators, args.Layout.Copies, args.Geometry.Output.Count);
            var sum = T.Zero;
            if (args.IsMax != 0)
            {
                sum = factors[parts + (ArgMax.Of(b.J, result) * count) + accumulator] * dy[result];
            }
            else
            {
                var first = (result / cells * copies * cells) + (result % cells);
                for (var copy = 0; copy < copies; copy++)
                    sum += factors[parts + (copy * count) + accumulator] * dy[first + (copy * cells)];
            }
            var y = b.Y;
            y[i] = sum;
        }
    }
}
