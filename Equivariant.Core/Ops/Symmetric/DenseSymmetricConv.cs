namespace Equivariant;

/// <summary>
/// A symmetric convolution by its definition, which every device can: expand the parameters to dense kernels, convolve, reduce.
/// Mean and sum are linear, so there the kernels are summed instead of the maps, and one convolution remains. With plain kernel
/// bodies it is the reference for the other ways.
/// </summary>
internal static class DenseSymmetricConv
{
    private const string Op = nameof(Ops.SymmetricConv);

    public static void Forward(SymmetricConvPlan plan, IndexTables tables, in Operands operands, in EpilogueArgs epilogue)
    {
        using var scratch = Tape.NoGrad();
        var (y, bias, geometry) = (operands.Y, operands.C, Geometry(plan));
        if (bias is not null && plan.Copies > 1 && plan.Reduction != OrientationReduction.Mean)
            bias = plan.Reduction.IsSum() ? Ops.Affine(bias, plan.Copies, 0) : Ops.RepeatForCopies(bias, plan.Copies);
        var maps = plan.IsMax ? Ops.New(y.Shape.With(1, geometry.OutChannels), y, Op) : y;
        Ops.Launch<ConvOp.Forward, ConvArgs>(maps.Count, new(geometry, bias is not null),
            new Operands { Y = maps, A = operands.A, B = Kernel(plan, operands.B!, tables), C = bias }, geometry.Products);
        if (plan.IsMax)
        {
            Ops.Launch<OrientedMaxoutOp.Forward, OrientedMaxoutOp.Args>(ArgMax.Words(y.Count),
                new(plan.Copies, geometry.Output.Count, y.Count, operands.J is null ? 0 : 1),
                new Operands { Y = y, A = maps, J = operands.J }, ArgMax.PerWord * (8 + plan.Copies));
        }
        EpilogueOp.Launch(epilogue, operands);
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
            Ops.Launch<OrientedMaxoutOp.Backward, OrientedMaxoutOp.Args>(maps.Count,
                new(plan.Copies, geometry.Output.Count, dy.Count, 1), new Operands { Y = maps, A = dy, J = argMax }, 8);
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

    private static SummedKernelOp.Args SummedArgs(SymmetricConvPlan plan) => new(
        plan.Parameters, plan.Taps, plan.Copies, plan.Reduction == OrientationReduction.Mean ? plan.Copies : 1);

    private static Tensor Kernel(SymmetricConvPlan plan, Tensor theta, IndexTables tables)
    {
        if (!plan.Reduction.IsSum())
            return Ops.ExpandKernel(theta, tables);
        var kernel = Ops.New(KernelShape(plan), theta, Op);
        Ops.Launch<SummedKernelOp.Forward, SummedKernelOp.Args>(
            kernel.Count, SummedArgs(plan), new Operands { Y = kernel, A = theta, I = tables.Table }, 4 + (2 * plan.Copies));
        return kernel;
    }

    private static Tensor ThetaGradient(Tensor dtheta, SymmetricConvPlan plan, Tensor dkernel, IndexTables tables)
    {
        if (!plan.Reduction.IsSum())
            return Ops.ExpandKernelGradient(dtheta, dkernel, tables);
        Ops.Launch<SummedKernelOp.Backward, SummedKernelOp.Args>(dtheta.Count, SummedArgs(plan),
            new Operands { Y = dtheta, A = dkernel, I = tables.Positions, J = tables.Offsets },
            8 + (2 * plan.Copies * plan.Taps / plan.Parameters));
        return dtheta;
    }
}
