namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Convolution by kernels whose taps share parameters, and by all oriented copies of such a kernel:
    /// y_g = bias + conv(x, θ[map[g, ·]]), the copies g kept as channels or reduced to one result. Rings make it SRE-Conv
    /// (arXiv 2501.09753), turned or mirrored copies and their maximum the layers of Gao and Ji (ICDM 2017, section III).
    /// </summary>
    /// <param name="x">[N,C,W], [N,C,H,W] or [N,C,D,H,W].</param>
    /// <param name="theta">Parameters [O, C/groups, parameters].</param>
    /// <param name="bias">[O], added to every copy; or null for none.</param>
    /// <param name="tables">The index map, on the device of <paramref name="x"/>; must outlive the tape.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for PyTorch's defaults.</param>
    /// <param name="reduction">What becomes of the copies; without meaning where the map has one.</param>
    /// <param name="epilogue">What is done to the result in the same pass, in inference.</param>
    /// <returns>
    /// [N,O,…]; without reduction [N, O·copies, …], channel <c>output · copies + copy</c> (as <see cref="ExpandKernel"/>). The
    /// result turns with x under the symmetries that leave the set of copies as it is
    /// (<see cref="KernelIndexMap.IsSymmetricUnder(SignedPermutation)"/>), where the size rule holds.
    /// </returns>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together.</exception>
    public static Tensor SymmetricConv(
        Tensor x, Tensor theta, Tensor? bias, IndexTables tables, ConvOptions? options = null,
        OrientationReduction reduction = OrientationReduction.None, Epilogue epilogue = default)
    {
        const string op = nameof(SymmetricConv);
        var map = tables.Map;
        CheckAlike(op, x, theta, bias);
        CheckIndices(op, x, tables.Table);
        options ??= ConvOptions.Default;
        CheckParameters(op, theta, map);
        var geometry = ConvGeometry.Of(op, x.Shape, [theta.Shape[0], theta.Shape[1], .. map.KernelSize], options);
        CheckBias(op, bias, theta);
        if (reduction == OrientationReduction.Max && map.Orientations > ArgMax.MostCopies)
        {
            throw new ShapeException(
                $"{op}: the maximum is taken over at most {ArgMax.MostCopies} copies, the map has {map.Orientations}.");
        }
        if (options.PaddingMode != PaddingMode.Zeros && options.Padding != Padding.Valid)
        {
            return SymmetricConv(PadInput(x, geometry, options), theta, bias, tables,
                options with { Padding = 0, PaddingMode = PaddingMode.Zeros }, reduction, epilogue);
        }

        var plan = tables.Plan(x.Device, x.DType, geometry, reduction);
        var shape = geometry.Result(x.Shape.Rank);
        var y = New(shape.With(1, shape[1] * plan.KeptCopies), x);
        var argMax = plan.IsMax && Tape.WillRecord([x, theta, bias]) ? New([ArgMax.Words(y.Count)], DType.Int32, x.Device) : null;
        plan.Forward(
            tables, epilogue.With(new Operands { Y = y, A = x, B = theta, C = bias, I = tables.Table, J = argMax }),
            epilogue.ArgsFor(op, y, x, theta, bias));
        return Tape.Result(op, y, [x, theta, bias], (dy, gradients) =>
        {
            plan.Backward(tables, dy, argMax, x, theta, gradients);
            if (bias is not null && gradients.Wants(bias))
                gradients.Add(bias, SymmetricConvBiasGradient(gradients.New(bias), plan, dy));
        });
    }

    /// <summary>The sum over all but the outputs: the copies share a bias, and their sum holds it once for each.</summary>
    private static Tensor SymmetricConvBiasGradient(Tensor dbias, SymmetricConvPlan plan, Tensor dy)
    {
        var g = plan.Geometry;
        var sum = SumPerChannel(dbias, View(dy, [g.Batch, g.OutChannels, plan.KeptCopies * g.Output.Count]));
        return plan.Reduction == OrientationReduction.Sum ? Affine(sum, plan.Copies, 0) : sum;
    }
}
