namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Group convolution from orientations to orientations (Cohen and Welling, ICML 2016, equation 11): copy g of a kernel
    /// w(h, τ) over orientations and taps is w(g⁻¹h, g⁻¹τ), and makes orientation g of the result.
    /// </summary>
    /// <param name="x">[N, C·|G|, …], the orientations of a channel side by side.</param>
    /// <param name="theta">Weights [O, C/groups, |G|·taps], orientation by orientation.</param>
    /// <param name="bias">[O], added to all orientations of a channel; or null for none.</param>
    /// <param name="tables">The group and its maps, on the device of <paramref name="x"/>; must outlive the tape.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for PyTorch's defaults.</param>
    /// <param name="epilogue">What is done to the result in the same pass, in inference.</param>
    /// <returns>[N, O·|G|, …]. Turned by an element of the group, the orientations of input and result turn and change places,
    /// where the size rule holds.</returns>
    /// <remarks>
    /// Over four turns 5 products stand for 16, over the symmetries of the square 12 for 64, where the device transforms the
    /// orientations (<see cref="SymmetricConvPath.Factorised"/>: images, stride 1); elsewhere it is a convolution by all copies.
    /// </remarks>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together.</exception>
    public static Tensor GroupConv(
        Tensor x, Tensor theta, Tensor? bias, GroupTables tables, ConvOptions? options = null, Epilogue epilogue = default)
    {
        const string op = nameof(GroupConv);
        CheckAlike(op, x, theta, bias);
        CheckIndices(op, x, tables.Copies.Table);
        options ??= ConvOptions.Default;
        CheckParameters(op, theta, tables.Copies.Map);
        CheckBias(op, bias, theta);
        var bank = GroupBank(theta.Shape, tables);
        var geometry = ConvGeometry.Of(op, x.Shape, bank, options);
        if (options.PaddingMode != PaddingMode.Zeros && options.Padding != Padding.Valid)
        {
            return GroupConv(PadInput(x, geometry, options), theta, bias, tables,
                options with { Padding = 0, PaddingMode = PaddingMode.Zeros }, epilogue);
        }
        if (TransformedPlan(x.Device, x.DType, geometry, tables) is { } plan)
            return Transformed(plan, geometry, x, theta, bias, tables, epilogue);
        var kernels = Reshape(ExpandKernel(theta, tables.Copies), bank.ToArray());
        return Conv(x, kernels, bias is null ? null : RepeatForCopies(bias, tables.Group.Order), options, epilogue);
    }

    /// <summary>Shape of the kernels of all copies.</summary>
    internal static Shape GroupBank(Shape theta, GroupTables tables) =>
        [theta[0] * tables.Group.Order, theta[1] * tables.Group.Order, .. tables.KernelSize];

    /// <summary>The plan of a convolution by transformed orientations; null where they are not transformed.</summary>
    internal static SymmetricConvPlan? TransformedPlan(Device device, DType dtype, in ConvGeometry geometry, GroupTables tables)
    {
        // The adjoint is a convolution of the same kind for stride 1.
        if (tables.Group.Rank != 2 || geometry.Stride != new Volume(1, 1, 1))
            return null;
        var plan = tables.Copies.Plan(
            device, dtype, geometry.WithOrientations(tables.Group.Order), OrientationReduction.None);
        return plan.Path.IsTransformed() && plan.Adjoint.Geometry.Padding is { H: >= 0, W: >= 0 } ? plan : null;
    }

    /// <summary>The orientations of a channel are the planes of a volume, which kernels of as many planes fill.</summary>
    private static Tensor Transformed(
        SymmetricConvPlan plan, in ConvGeometry geometry, Tensor x, Tensor theta, Tensor? bias, GroupTables tables,
        in Epilogue epilogue)
    {
        var y = New(geometry.Result(x.Shape.Rank), x, nameof(GroupConv));
        plan.Forward(
            tables.Copies, epilogue.With(new Operands { Y = y, A = x, B = theta, C = bias, I = tables.Copies.Table }),
            epilogue.ArgsFor(nameof(GroupConv), y, x, theta, bias));
        return Tape.Result(nameof(GroupConv), y, [x, theta, bias], (dy, gradients) =>
        {
            if (gradients.Wants(x))
            {
                var dx = New(x.Shape, dy, nameof(GroupConv));
                plan.Adjoint.Forward(tables.Copies,
                    new Operands { Y = dx, A = dy, B = AdjointWeights(theta, plan, tables), I = tables.Copies.Table });
                gradients.Add(x, dx);
            }
            if (gradients.Wants(theta))
                gradients.Add(theta, plan.ThetaGradient(gradients.New(theta), tables.Copies, dy, null, x));
            if (bias is not null && gradients.Wants(bias))
                gradients.Add(bias, SymmetricConvBiasGradient(gradients.New(bias), plan, dy));
        });
    }

    /// <summary>[C, O/groups, |G|·taps] of <see cref="GroupKernels.Adjoint"/>.</summary>
    private static Tensor AdjointWeights(Tensor theta, SymmetricConvPlan plan, GroupTables tables)
    {
        var g = plan.Geometry;
        var moved = View(ExpandKernel(theta, tables.Adjoint), [g.Groups, g.GroupOut, g.GroupIn, plan.Parameters]);
        return Permute(moved, 0, 2, 1, 3);
    }
}
