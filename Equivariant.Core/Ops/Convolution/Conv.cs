namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Convolution (cross-correlation, as in PyTorch) of signals, images or volumes:
    /// y[n,o,p] = bias[o] + Σ weight[o,c,τ] · x[n,c,stride·p + dilation·τ − padding] over the channels c of o's group and the
    /// taps τ.
    /// </summary>
    /// <param name="x">[N,C,W], [N,C,H,W] or [N,C,D,H,W].</param>
    /// <param name="weight">[O,C/groups,k…], as many spatial axes as <paramref name="x"/>.</param>
    /// <param name="bias">[O], or null for none.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for PyTorch's defaults.</param>
    /// <param name="epilogue">What is done to the result in the same pass, in inference.</param>
    /// <returns>[N,O,…], each axis (size + padding before and after − dilation·(k − 1) − 1) / stride + 1 long,
    /// rounded down.</returns>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together.</exception>
    public static Tensor Conv(
        Tensor x, Tensor weight, Tensor? bias = null, ConvOptions? options = null, Epilogue epilogue = default)
    {
        CheckAlike(nameof(Conv), x, weight, bias);
        options ??= ConvOptions.Default;
        var geometry = ConvGeometry.Of(nameof(Conv), x.Shape, weight.Shape, options);
        if (bias is not null && bias.Shape != [geometry.OutChannels])
            throw new ShapeException(
                $"Conv: bias {bias.Shape} must be [{geometry.OutChannels}], one number an output channel of {weight.Shape}.");
        if (options.PaddingMode != PaddingMode.Zeros && options.Padding != Padding.Valid)
            return Conv(PadInput(x, geometry, options), weight, bias,
                options with { Padding = 0, PaddingMode = PaddingMode.Zeros }, epilogue);
        var y = New(geometry.Result(x.Shape.Rank), x);
        var args = new ConvArgs(geometry, bias is not null, epilogue.ArgsFor(nameof(Conv), y, x, weight, bias));
        var operands = epilogue.With(new Operands { Y = y, A = x, B = weight, C = bias });
        Launch<ConvOp.Forward, ConvArgs>(y.Count, args, operands, geometry.Products);
        return Tape.Result(nameof(Conv), y, [x, weight, bias], (dy, gradients) =>
        {
            if (gradients.Wants(x))
                gradients.Add(x, ConvDataGradient(dy, weight, x.Shape, geometry));
            if (gradients.Wants(weight))
                gradients.Add(weight, ConvWeightGradient(gradients.New(weight), dy, x, geometry));
            if (bias is not null && gradients.Wants(bias))
                gradients.Add(bias, SumPerChannel(gradients.New(bias), dy));
        });
    }

    /// <summary>The input with its border, for the padding modes other than zeros.</summary>
    private static Tensor PadInput(Tensor x, in ConvGeometry geometry, ConvOptions options)
    {
        var axes = x.Shape.Rank - 2;
        var (before, after) = options.Padding.Cells(axes, geometry.Kernel, geometry.Stride, geometry.Dilation, nameof(Conv));
        return Pad(x, before.Last(axes), after.Last(axes), options.PaddingMode);
    }

    /// <summary>The adjoint of a convolution in its input.</summary>
    internal static Tensor ConvDataGradient(Tensor dy, Tensor weight, Shape shape, in ConvGeometry geometry)
    {
        var dx = New(shape, dy);
        Launch<ConvOp.DataGradient, ConvGeometry>(
            dx.Count, geometry, new Operands { Y = dx, A = dy, B = weight }, geometry.GroupOut * geometry.Kernel.Count);
        return dx;
    }

    /// <summary>The adjoint of a convolution in its weight, written to <paramref name="dw"/>.</summary>
    internal static Tensor ConvWeightGradient(Tensor dw, Tensor dy, Tensor x, in ConvGeometry geometry)
    {
        Launch<ConvOp.WeightGradient, ConvGeometry>(
            dw.Count, geometry, new Operands { Y = dw, A = dy, B = x }, geometry.Batch * geometry.Output.Count);
        return dw;
    }
}

/// <summary>Shapes of a convolution, whether it adds a bias, and its epilogue.</summary>
internal readonly struct ConvArgs(ConvGeometry geometry, bool hasBias, EpilogueArgs epilogue = default)
{
    public readonly ConvGeometry Geometry = geometry;
    public readonly int HasBias = hasBias ? 1 : 0;
    public readonly EpilogueArgs Epilogue = epilogue;
}

/// <summary>The kernel bodies of a convolution. Sums nest (row, channel, image), so that long ones keep their digits.</summary>
internal static class ConvOp
{
    /// <summary>y from x in A, weight in B, bias in C; the epilogue in D, E, F.</summary>
    internal readonly struct Forward : IKernel<ConvArgs>
    {
        static void IKernel<ConvArgs>.Run<T, TReal, TIndex>(int i, in ConvArgs args, in Buffers<TReal, TIndex> b)
        {
            var (x, weight) = (b.A, b.B);
            var g = args.Geometry;
            var at = Cell.Of(i, g.Output);
            var o = at.Plane % g.OutChannels;
            var (groupIn, taps, size) = (g.GroupIn, g.Kernel.Count, g.Input.Count);
            var firstPlane = ((at.Plane / g.OutChannels) * g.InChannels) + (o / g.GroupOut * groupIn);
            var (d0, h0, w0) = ((at.D * g.Stride.D) - g.Padding.D, (at.H * g.Stride.H) - g.Padding.H,
                (at.W * g.Stride.W) - g.Padding.W);
            var sum = args.HasBias != 0 ? b.C[o] : T.Zero;
            for (var c = 0; c < groupIn; c++)
            {
                var part = T.Zero;
                var plane = (firstPlane + c) * size;
                var tap = ((o * groupIn) + c) * taps;
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
                        var tapRow = tap + (((kd * g.Kernel.H) + kh) * g.Kernel.W);
                        for (var kw = 0; kw < g.Kernel.W; kw++)
                        {
                            var w = w0 + (kw * g.Dilation.W);
                            if (w >= 0 && w < g.Input.W)
                                part += x[row + w] * weight[tapRow + kw];
                        }
                    }
                }
                sum += part;
            }
            var y = b.Y;
            y[i] = EpilogueOp.Apply<T, TReal, TIndex>(args.Epilogue, sum, i, b);
        }
    }

    /// <summary>dx from dy in A, weight in B.</summary>
    internal readonly struct DataGradient : IKernel<ConvGeometry>
    {
        static void IKernel<ConvGeometry>.Run<T, TReal, TIndex>(int i, in ConvGeometry g, in Buffers<TReal, TIndex> b)
        {
            var (dy, weight) = (b.A, b.B);
            var at = Cell.Of(i, g.Input);
            var c = at.Plane % g.InChannels;
            var (groupIn, groupOut, taps, size) = (g.GroupIn, g.GroupOut, g.Kernel.Count, g.Output.Count);
            var group = c / groupIn;
            var firstPlane = ((at.Plane / g.InChannels) * g.OutChannels) + (group * groupOut);
            var sum = T.Zero;
            for (var o = 0; o < groupOut; o++)
            {
                var part = T.Zero;
                var plane = (firstPlane + o) * size;
                var tap = ((((group * groupOut) + o) * groupIn) + (c - (group * groupIn))) * taps;
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
                        var tapRow = tap + (((kd * g.Kernel.H) + kh) * g.Kernel.W);
                        for (var kw = 0; kw < g.Kernel.W; kw++)
                        {
                            var fromW = at.W + g.Padding.W - (kw * g.Dilation.W);
                            var w = fromW / g.Stride.W;
                            if (fromW >= 0 && w < g.Output.W && w * g.Stride.W == fromW)
                                part += dy[row + w] * weight[tapRow + kw];
                        }
                    }
                }
                sum += part;
            }
            var dx = b.Y;
            dx[i] = sum;
        }
    }

    /// <summary>dweight from dy in A, x in B.</summary>
    internal readonly struct WeightGradient : IKernel<ConvGeometry>
    {
        static void IKernel<ConvGeometry>.Run<T, TReal, TIndex>(int i, in ConvGeometry g, in Buffers<TReal, TIndex> b)
        {
            var (dy, x) = (b.A, b.B);
            var tap = Cell.Of(i, g.Kernel);
            var o = tap.Plane / g.GroupIn;
            var c = (o / g.GroupOut * g.GroupIn) + (tap.Plane % g.GroupIn);
            var (d0, h0, w0) = ((tap.D * g.Dilation.D) - g.Padding.D, (tap.H * g.Dilation.H) - g.Padding.H,
                (tap.W * g.Dilation.W) - g.Padding.W);
            var sum = T.Zero;
            for (var n = 0; n < g.Batch; n++)
            {
                var image = T.Zero;
                var from = ((n * g.InChannels) + c) * g.Input.Count;
                var to = ((n * g.OutChannels) + o) * g.Output.Count;
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
                        var outRow = to + (((pd * g.Output.H) + ph) * g.Output.W);
                        for (var pw = 0; pw < g.Output.W; pw++)
                        {
                            var w = w0 + (pw * g.Stride.W);
                            if (w >= 0 && w < g.Input.W)
                                part += dy[outRow + pw] * x[row + w];
                        }
                        image += part;
                    }
                }
                sum += image;
            }
            var dw = b.Y;
            dw[i] = sum;
        }
    }
}
