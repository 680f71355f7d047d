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
        var geometry = ConvGeometry.Of(op, x.Shape, map.KernelShape(theta.Shape[0], theta.Shape[1]), options);
        CheckBias(op, bias, theta);
        if (reduction == OrientationReduction.Max && map.Orientations > Winners.MostCopies)
        {
            throw new ShapeException(
                $"{op}: the maximum is taken over at most {Winners.MostCopies} copies, the map has {map.Orientations}.");
        }
        if (options.PaddingMode != PaddingMode.Zeros && options.Padding != Padding.Valid)
        {
            return SymmetricConv(PadInput(x, geometry, options), theta, bias, tables,
                options with { Padding = 0, PaddingMode = PaddingMode.Zeros }, reduction, epilogue);
        }

        var args = SymmetricConvArgs.Of(geometry, map, reduction, bias is not null, Tape.WillRecord([x, theta, bias]));
        args = args with { Path = x.Device.PathOf(args, x.DType) };
        var shape = geometry.Result(x.Shape.Rank);
        var y = New(shape.With(1, shape[1] * args.KeptCopies), x);
        var winners = args.KeepsWinners == 0 ? null : New([Winners.Words(y.Count)], DType.Int32, x.Device);
        var operands = epilogue.With(new Operands { Y = y, A = x, B = theta, C = bias, I = tables.Table, J = winners });
        var last = epilogue.ArgsFor(op, y, x, theta, bias);
        if (args.Path == SymmetricConvPath.Dense)
        {
            DenseSymmetricConv.Forward(args, y, winners, x, theta, bias, tables);
            EpilogueOp.Launch(last, operands);
        }
        else if (args.Path == SymmetricConvPath.Staged)
        {
            StagedSymmetricConv.Forward(args, y, winners, x, theta, bias, tables);
            EpilogueOp.Launch(last, operands);
        }
        else
        {
            Launch<SymmetricConvOp.Forward, SymmetricConvArgs>(Winners.Words(y.Count), args with { Epilogue = last }, operands,
                Winners.PerWord * geometry.Products * args.Copies);
        }
        return Tape.Result(op, y, [x, theta, bias], (dy, gradients) =>
        {
            if (args.Path == SymmetricConvPath.Dense)
            {
                DenseSymmetricConv.Backward(args, dy, winners, x, theta, tables, gradients);
            }
            else
            {
                if (gradients.Wants(x))
                    gradients.Add(x, SymmetricConvDataGradient(args, dy, winners, theta, tables, x.Shape));
                if (gradients.Wants(theta))
                    gradients.Add(theta, SymmetricConvThetaGradient(gradients.New(theta), args, dy, winners, x, tables));
            }
            if (bias is not null && gradients.Wants(bias))
                gradients.Add(bias, SymmetricConvBiasGradient(gradients.New(bias), args, dy));
        });
    }

    private static Tensor SymmetricConvDataGradient(
        in SymmetricConvArgs args, Tensor dy, Tensor? winners, Tensor theta, IndexTables tables, Shape shape)
    {
        var dx = New(shape, dy);
        if (args.Path == SymmetricConvPath.Staged)
        {
            StagedSymmetricConv.DataGradient(args, dx, dy, winners, theta, tables);
            return dx;
        }
        Launch<SymmetricConvOp.DataGradient, SymmetricConvArgs>(dx.Count, args,
            new Operands { Y = dx, A = dy, B = theta, I = tables.Table, J = winners },
            args.Geometry.GroupOut * args.Taps * args.Copies);
        return dx;
    }

    private static Tensor SymmetricConvThetaGradient(
        Tensor dtheta, in SymmetricConvArgs args, Tensor dy, Tensor? winners, Tensor x, IndexTables tables)
    {
        if (args.Path == SymmetricConvPath.Staged)
        {
            StagedSymmetricConv.ThetaGradient(args, dtheta, dy, winners, x, tables);
            return dtheta;
        }
        Launch<SymmetricConvOp.ThetaGradient, SymmetricConvArgs>(dtheta.Count, args,
            new Operands { Y = dtheta, A = dy, B = x, I = tables.Table, J = winners },
            args.Geometry.Batch * args.Geometry.Output.Count * args.Copies);
        return dtheta;
    }

    /// <summary>The sum over all but the outputs: the copies share a bias, and their sum holds it once for each.</summary>
    private static Tensor SymmetricConvBiasGradient(Tensor dbias, in SymmetricConvArgs args, Tensor dy)
    {
        var g = args.Geometry;
        var sum = SumPerChannel(dbias, View(dy, [g.Batch, g.OutChannels, args.KeptCopies * g.Output.Count]));
        return args.Reduction == OrientationReduction.Sum ? Affine(sum, args.Copies, 0) : sum;
    }
}
