namespace Equivariant;

/// <summary>
/// A symmetric convolution by its definition, which every device can: expand the parameters to dense kernels, convolve, reduce.
/// Mean and sum are linear, so there the kernels are summed instead of the maps, and one convolution remains. With plain kernel
/// bodies it is the reference for the other ways.
/// </summary>
internal static class DenseSymmetricConv
{
    private const string Op = nameof(Ops.SymmetricConv);

    /// <summary>y and, where J is given, the argmax of a maximum, from x in A, θ in B, bias in C.</summary>
    public static void Forward(SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        // A device of shapes computes nothing, and what the others hold meanwhile is scratch.
        if (operands.Y.Device is ShapeDevice)
            return;
        var (y, x, bias) = (operands.Y, operands.A!, operands.C);
        using var kernel = Kernel(plan, operands.B!, tables);
        var biases = bias is null ? null : Biases(plan, bias);
        var geometry = Geometry(plan);
        var maps = plan.IsMax ? Ops.New(y.Shape.With(1, geometry.OutChannels), y, Op) : y;
        Ops.Launch<ConvOp.Forward, ConvArgs>(maps.Count, new(geometry, bias is not null),
            new Operands { Y = maps, A = x, B = kernel, C = biases }, geometry.Products);
        if (biases is not null && biases != bias)
            biases.Dispose();
        if (!plan.IsMax)
            return;
        Ops.Launch<OrientedMaxoutOp.Forward, OrientedMaxoutOp.Args>(ArgMax.Words(y.Count), new(plan, y.Count, operands.J),
            new Operands { Y = y, A = maps, J = operands.J }, ArgMax.PerWord * (8 + plan.Copies));
        maps.Dispose();
    }

    /// <summary>Gradients of x and θ; the kernels are expanded again, which is cheaper than keeping them.</summary>
    public static void Backward(
        SymmetricConvPlan plan, IndexTables tables, Tensor dy, Tensor? argMax, Tensor x, Tensor theta, Gradients gradients)
    {
        if (dy.Device is ShapeDevice)
        {
            if (gradients.Wants(x))
                gradients.Add(x, Ops.New(x.Shape, dy, Op));
            if (gradients.Wants(theta))
                gradients.Add(theta, gradients.New(theta));
            return;
        }
        var geometry = Geometry(plan);
        var maps = dy;
        if (plan.IsMax)
        {
            maps = Ops.New(dy.Shape.With(1, geometry.OutChannels), dy, Op);
            Ops.Launch<OrientedMaxoutOp.Backward, OrientedMaxoutOp.Args>(
                maps.Count, new(plan, dy.Count, argMax), new Operands { Y = maps, A = dy, J = argMax }, 8);
        }
        if (gradients.Wants(x))
        {
            using var kernel = Kernel(plan, theta, tables);
            gradients.Add(x, Ops.ConvDataGradient(maps, kernel, x.Shape, geometry));
        }
        if (gradients.Wants(theta))
        {
            using var dkernel = Ops.ConvWeightGradient(Ops.New(KernelShape(plan), theta, Op), maps, x, geometry);
            gradients.Add(theta, ThetaGradient(gradients.New(theta), plan, dkernel, tables));
        }
        if (plan.IsMax)
            maps.Dispose();
    }

    private static ConvGeometry Geometry(SymmetricConvPlan plan) =>
        plan.Reduction.IsSum() ? plan.Geometry : plan.Geometry.Copied(plan.Copies);

    private static Shape KernelShape(SymmetricConvPlan plan) =>
        [Geometry(plan).OutChannels, plan.Geometry.GroupIn, .. plan.Map.KernelSize];

    private static Tensor Kernel(SymmetricConvPlan plan, Tensor theta, IndexTables tables)
    {
        var kernel = Ops.New(KernelShape(plan), theta, Op);
        var operands = new Operands { Y = kernel, A = theta, I = tables.Table };
        if (plan.Reduction.IsSum())
            Ops.Launch<SummedKernelOp.Forward, SummedKernelOp.Args>(kernel.Count, new(plan), operands, 4 + (2 * plan.Copies));
        else
            Ops.Launch<ExpandKernelOp.Forward, ExpandKernelOp.Args>(kernel.Count, Expansion(plan), operands, 8);
        return kernel;
    }

    private static Tensor ThetaGradient(Tensor dtheta, SymmetricConvPlan plan, Tensor dkernel, IndexTables tables)
    {
        var operands = new Operands { Y = dtheta, A = dkernel, I = tables.Positions, J = tables.Offsets };
        var work = 8 + (2 * plan.Copies * plan.Taps / plan.Parameters);
        if (plan.Reduction.IsSum())
            Ops.Launch<SummedKernelOp.Backward, SummedKernelOp.Args>(dtheta.Count, new(plan), operands, work);
        else
            Ops.Launch<ExpandKernelOp.Backward, ExpandKernelOp.Args>(dtheta.Count, Expansion(plan), operands, work);
        return dtheta;
    }

    private static ExpandKernelOp.Args Expansion(SymmetricConvPlan plan) =>
        new(plan.Geometry.GroupIn, plan.Parameters, plan.Taps, plan.Copies);

    /// <summary>The bias of every channel of the convolution; the bias itself where each output has one.</summary>
    private static Tensor Biases(SymmetricConvPlan plan, Tensor bias)
    {
        if (plan.Copies == 1 || plan.Reduction == OrientationReduction.Mean)
            return bias;
        var isSum = plan.Reduction == OrientationReduction.Sum;
        var biases = Ops.New([Geometry(plan).OutChannels], bias, Op);
        Ops.Launch<CopiedBiasOp.Forward, CopiedBiasOp.Args>(biases.Count, new(isSum ? 1 : plan.Copies, isSum ? plan.Copies : 1),
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
