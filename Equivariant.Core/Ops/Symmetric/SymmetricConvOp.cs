namespace Equivariant;

/// <summary>
/// The kernel bodies of a symmetric convolution, straight from its definition. Sums nest (row, channel, image) as those of
/// <see cref="ConvOp"/>. In all of them I is the map's table and J the <see cref="Winners"/> of a maximum.
/// </summary>
internal static class SymmetricConvOp
{
    /// <summary>y and the winners from x in A, θ in B, bias in C, the epilogue in D, E, F. Index i does results 4i to 4i+3.</summary>
    internal readonly struct Forward : IKernel<SymmetricConvArgs>
    {
        static void IKernel<SymmetricConvArgs>.Run<T, TReal, TIndex>(
            int i, in SymmetricConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (y, g) = (b.Y, args.Geometry);
            var channels = g.OutChannels * args.KeptCopies;
            var word = 0;
            for (var lane = 0; lane < Winners.PerWord; lane++)
            {
                var result = (i * Winners.PerWord) + lane;
                if (result >= args.Results)
                    break;
                var at = Cell.Of(result, g.Output);
                var (image, channel) = (at.Plane / channels, at.Plane % channels);
                var (output, copy) = (channel / args.KeptCopies, channel % args.KeptCopies);
                var value = Correlate<T, TReal, TIndex>(args, b, image, output, copy, at);
                if (args.Reduction != OrientationReduction.None)
                {
                    for (copy = 1; copy < args.Copies; copy++)
                    {
                        var next = Correlate<T, TReal, TIndex>(args, b, image, output, copy, at);
                        if (args.Reduction != OrientationReduction.Max)
                        {
                            value += next;
                        }
                        else if (Winners.Takes(next, value))
                        {
                            value = next;
                            word = (word & ~(255 << (8 * lane))) | (copy << (8 * lane));
                        }
                    }
                }
                value = args.Reduction == OrientationReduction.Mean ? value / TReal.Of(args.Copies) : value;
                y[result] = EpilogueOp.Apply<T, TReal, TIndex>(args.Epilogue, value, result, b);
            }
            var winners = b.J;
            if (args.KeepsWinners != 0)
                winners[i] = word;
        }

        /// <summary>One copy's result at one place.</summary>
        private static T Correlate<T, TReal, TIndex>(
            in SymmetricConvArgs args, in Buffers<TReal, TIndex> b, int image, int output, int copy, Cell at)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TReal : struct, IRealBuffer<T>
            where TIndex : struct, IIndexBuffer
        {
            var (x, theta, table) = (b.A, b.B, b.I);
            var g = args.Geometry;
            var (d0, h0) = ((at.D * g.Stride.D) - g.Padding.D, (at.H * g.Stride.H) - g.Padding.H);
            var w0 = (at.W * g.Stride.W) - g.Padding.W;
            var firstPlane = (image * g.InChannels) + (output / g.GroupOut * g.GroupIn);
            var sum = args.HasBias != 0 ? b.C[output] : T.Zero;
            for (var c = 0; c < g.GroupIn; c++)
            {
                var part = T.Zero;
                var plane = (firstPlane + c) * g.Input.Count;
                var parameters = ((output * g.GroupIn) + c) * args.Parameters;
                for (var kd = 0; kd < g.Kernel.D; kd++)
                {
                    var d = d0 + (kd * g.Dilation.D);
                    if (d < 0 || d >= g.Input.D)
                        continue;
                    for (var kh = 0; kh < g.Kernel.H; kh++)
                    {
                        var h = h0 + (kh * g.Dilation.H);
                        if (h < 0 || h >= g.Input.H)
                            continue;
                        var row = plane + (((d * g.Input.H) + h) * g.Input.W);
                        var tapRow = (copy * args.Taps) + (((kd * g.Kernel.H) + kh) * g.Kernel.W);
                        for (var kw = 0; kw < g.Kernel.W; kw++)
                        {
                            var w = w0 + (kw * g.Dilation.W);
                            var parameter = table[tapRow + kw];
                            if (w >= 0 && w < g.Input.W && parameter >= 0)
                                part += x[row + w] * theta[parameters + parameter];
                        }
                    }
                }
                sum += part;
            }
            return sum;
        }
    }

    /// <summary>dx from dy in A, θ in B.</summary>
    internal readonly struct DataGradient : IKernel<SymmetricConvArgs>
    {
        static void IKernel<SymmetricConvArgs>.Run<T, TReal, TIndex>(
            int i, in SymmetricConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var g = args.Geometry;
            var at = Cell.Of(i, g.Input);
            var (image, c) = (at.Plane / g.InChannels, at.Plane % g.InChannels);
            var group = c / g.GroupIn;
            var sum = T.Zero;
            for (var o = 0; o < g.GroupOut; o++)
            {
                var part = T.Zero;
                var output = (group * g.GroupOut) + o;
                var plane = ((image * g.OutChannels) + output) * args.KeptCopies * g.Output.Count;
                var parameters = ((output * g.GroupIn) + (c - (group * g.GroupIn))) * args.Parameters;
                for (var kd = 0; kd < g.Kernel.D; kd++)
                {
                    // The window whose tap kd lies on this cell starts at stride·d; there is none if the stride does not divide.
                    var fromD = at.D + g.Padding.D - (kd * g.Dilation.D);
                    var d = fromD / g.Stride.D;
                    if (fromD < 0 || d >= g.Output.D || d * g.Stride.D != fromD)
                        continue;
                    for (var kh = 0; kh < g.Kernel.H; kh++)
                    {
                        var fromH = at.H + g.Padding.H - (kh * g.Dilation.H);
                        var h = fromH / g.Stride.H;
                        if (fromH < 0 || h >= g.Output.H || h * g.Stride.H != fromH)
                            continue;
                        var row = plane + (((d * g.Output.H) + h) * g.Output.W);
                        var tapRow = ((kd * g.Kernel.H) + kh) * g.Kernel.W;
                        for (var kw = 0; kw < g.Kernel.W; kw++)
                        {
                            var fromW = at.W + g.Padding.W - (kw * g.Dilation.W);
                            var w = fromW / g.Stride.W;
                            if (fromW >= 0 && w < g.Output.W && w * g.Stride.W == fromW)
                                part += OfCopies<T, TReal, TIndex>(args, b, row + w, tapRow + kw, parameters);
                        }
                    }
                }
                sum += part;
            }
            var dx = b.Y;
            dx[i] = args.Reduction == OrientationReduction.Mean ? sum / TReal.Of(args.Copies) : sum;
        }

        /// <summary>What a result passes back through one tap of its copies; a maximum, of the winner alone.</summary>
        private static T OfCopies<T, TReal, TIndex>(
            in SymmetricConvArgs args, in Buffers<TReal, TIndex> b, int result, int tap, int parameters)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TReal : struct, IRealBuffer<T>
            where TIndex : struct, IIndexBuffer
        {
            var (dy, theta, table) = (b.A, b.B, b.I);
            var (first, end) = (0, args.Copies);
            if (args.Reduction == OrientationReduction.Max)
            {
                first = Winners.Of(b.J, result);
                end = first + 1;
            }
            var sum = T.Zero;
            for (var copy = first; copy < end; copy++)
            {
                var parameter = table[(copy * args.Taps) + tap];
                if (parameter >= 0)
                    sum += dy[result + (copy * args.CopyStride)] * theta[parameters + parameter];
            }
            return sum;
        }
    }

    /// <summary>dθ from dy in A, x in B.</summary>
    internal readonly struct ThetaGradient : IKernel<SymmetricConvArgs>
    {
        static void IKernel<SymmetricConvArgs>.Run<T, TReal, TIndex>(
            int i, in SymmetricConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var table = b.I;
            var row = i / args.Parameters;
            var parameter = i - (row * args.Parameters);
            var output = row / args.Geometry.GroupIn;
            var input = (output / args.Geometry.GroupOut * args.Geometry.GroupIn) + (row % args.Geometry.GroupIn);
            var sum = T.Zero;
            for (var copy = 0; copy < args.Copies; copy++)
            {
                for (var tap = 0; tap < args.Taps; tap++)
                {
                    if (table[(copy * args.Taps) + tap] == parameter)
                        sum += OfTap<T, TReal, TIndex>(args, b, output, input, copy, tap);
                }
            }
            var dtheta = b.Y;
            dtheta[i] = args.Reduction == OrientationReduction.Mean ? sum / TReal.Of(args.Copies) : sum;
        }

        /// <summary>Σ dy · x over the places where one tap of one copy met the image.</summary>
        private static T OfTap<T, TReal, TIndex>(
            in SymmetricConvArgs args, in Buffers<TReal, TIndex> b, int output, int input, int copy, int tap)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TReal : struct, IRealBuffer<T>
            where TIndex : struct, IIndexBuffer
        {
            var (dy, x, winners) = (b.A, b.B, b.J);
            var g = args.Geometry;
            var at = Cell.Of(tap, g.Kernel);
            var isMax = args.Reduction == OrientationReduction.Max;
            var (d0, h0) = ((at.D * g.Dilation.D) - g.Padding.D, (at.H * g.Dilation.H) - g.Padding.H);
            var w0 = (at.W * g.Dilation.W) - g.Padding.W;
            var sum = T.Zero;
            for (var n = 0; n < g.Batch; n++)
            {
                var image = T.Zero;
                var from = ((n * g.InChannels) + input) * g.Input.Count;
                var to = (((n * g.OutChannels) + output) * args.KeptCopies * g.Output.Count) + (copy * args.CopyStride);
                for (var pd = 0; pd < g.Output.D; pd++)
                {
                    var d = d0 + (pd * g.Stride.D);
                    if (d < 0 || d >= g.Input.D)
                        continue;
                    for (var ph = 0; ph < g.Output.H; ph++)
                    {
                        var h = h0 + (ph * g.Stride.H);
                        if (h < 0 || h >= g.Input.H)
                            continue;
                        var part = T.Zero;
                        var row = from + (((d * g.Input.H) + h) * g.Input.W);
                        var resultRow = to + (((pd * g.Output.H) + ph) * g.Output.W);
                        for (var pw = 0; pw < g.Output.W; pw++)
                        {
                            var w = w0 + (pw * g.Stride.W);
                            if (w >= 0 && w < g.Input.W && (!isMax || Winners.Of(winners, resultRow + pw) == copy))
                                part += dy[resultRow + pw] * x[row + w];
                        }
                        image += part;
                    }
                }
                sum += image;
            }
            return sum;
        }
    }
}
