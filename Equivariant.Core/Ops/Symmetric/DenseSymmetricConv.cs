namespace Equivariant;

/// <summary>
/// A symmetric convolution by way of ordinary ones: expand the parameters to dense kernels, convolve, reduce. Mean and sum are
/// linear, so there the kernels are summed instead of the maps, and one convolution remains.
/// </summary>
internal static class DenseSymmetricConv
{
    private const string Op = nameof(Ops.SymmetricConv);

    public static void Forward(
        in SymmetricConvArgs args, Tensor y, Tensor? argMax, Tensor x, Tensor theta, Tensor? bias, IndexTables tables)
    {
        using var kernel = Kernel(args, theta, tables);
        var biases = bias is null ? null : Biases(args, bias);
        var isMax = args.Reduction == OrientationReduction.Max;
        var geometry = Geometry(args);
        var maps = isMax ? Ops.New(y.Shape.With(1, geometry.OutChannels), y, Op) : y;
        Ops.Launch<ConvOp.Forward, ConvArgs>(maps.Count, new(geometry, bias is not null),
            new Operands { Y = maps, A = x, B = kernel, C = biases }, geometry.Products);
        if (biases is not null && biases != bias)
            biases.Dispose();
        if (!isMax)
            return;
        Ops.Launch<OrientedMaxoutOp.Forward, SymmetricConvArgs>(ArgMax.Words(y.Count), args,
            new Operands { Y = y, A = maps, J = argMax }, ArgMax.PerWord * (8 + args.Copies));
        maps.Dispose();
    }

    /// <summary>Gradients of x and θ; the kernels are expanded again, which is cheaper than keeping them.</summary>
    public static void Backward(
        in SymmetricConvArgs args, Tensor dy, Tensor? argMax, Tensor x, Tensor theta, IndexTables tables, Gradients gradients)
    {
        var geometry = Geometry(args);
        var isMax = args.Reduction == OrientationReduction.Max;
        var maps = dy;
        if (isMax)
        {
            maps = Ops.New(dy.Shape.With(1, geometry.OutChannels), dy, Op);
            Ops.Launch<OrientedMaxoutOp.Backward, SymmetricConvArgs>(
                maps.Count, args, new Operands { Y = maps, A = dy, J = argMax }, 8);
        }
        if (gradients.Wants(x))
        {
            using var kernel = Kernel(args, theta, tables);
            gradients.Add(x, Ops.ConvDataGradient(maps, kernel, x.Shape, geometry));
        }
        if (gradients.Wants(theta))
        {
            using var dkernel = Ops.ConvWeightGradient(Ops.New(KernelShape(args, tables), theta, Op), maps, x, geometry);
            gradients.Add(theta, ThetaGradient(gradients.New(theta), args, dkernel, tables));
        }
        if (isMax)
            maps.Dispose();
    }

    private static ConvGeometry Geometry(in SymmetricConvArgs args) =>
        args.Reduction.IsSum() ? args.Geometry : args.Geometry.Copied(args.Copies);

    private static Shape KernelShape(in SymmetricConvArgs args, IndexTables tables) =>
        [Geometry(args).OutChannels, args.Geometry.GroupIn, .. tables.Map.KernelSize];

    private static Tensor Kernel(in SymmetricConvArgs args, Tensor theta, IndexTables tables)
    {
        var kernel = Ops.New(KernelShape(args, tables), theta, Op);
        var operands = new Operands { Y = kernel, A = theta, I = tables.Table };
        if (args.Reduction.IsSum())
        {
            Ops.Launch<SummedKernelOp.Forward, SummedKernelOp.Args>(
                kernel.Count, SummedKernelOp.Args.Of(args), operands, 4 + (2 * args.Copies));
        }
        else
        {
            Ops.Launch<ExpandKernelOp.Forward, ExpandKernelOp.Args>(kernel.Count, Expansion(args), operands, 8);
        }
        return kernel;
    }

    private static Tensor ThetaGradient(Tensor dtheta, in SymmetricConvArgs args, Tensor dkernel, IndexTables tables)
    {
        var operands = new Operands { Y = dtheta, A = dkernel, I = tables.Positions, J = tables.Offsets };
        var work = 8 + (2 * args.Copies * args.Taps / args.Parameters);
        if (args.Reduction.IsSum())
            Ops.Launch<SummedKernelOp.Backward, SummedKernelOp.Args>(dtheta.Count, SummedKernelOp.Args.Of(args), operands, work);
        else
            Ops.Launch<ExpandKernelOp.Backward, ExpandKernelOp.Args>(dtheta.Count, Expansion(args), operands, work);
        return dtheta;
    }

    private static ExpandKernelOp.Args Expansion(in SymmetricConvArgs args) =>
        new(args.Geometry.GroupIn, args.Parameters, args.Taps, args.Copies);

    /// <summary>The bias of every channel of the convolution; the bias itself where each output has one.</summary>
    private static Tensor Biases(in SymmetricConvArgs args, Tensor bias)
    {
        if (args.Copies == 1 || args.Reduction == OrientationReduction.Mean)
            return bias;
        var isSum = args.Reduction == OrientationReduction.Sum;
        var biases = Ops.New([Geometry(args).OutChannels], bias, Op);
        Ops.Launch<CopiedBiasOp.Forward, CopiedBiasOp.Args>(biases.Count, new(isSum ? 1 : args.Copies, isSum ? args.Copies : 1),
            new Operands { Y = biases, A = bias });
        return biases;
    }
}

/// <summary>A bias for every copy of an output, or as many times the bias.</summary>
internal static class CopiedBiasOp
{
    internal readonly record struct Args(int Copies, int Times);

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = b.A[i / args.Copies] * TReal.Of(args.Times);
        }
    }
}
