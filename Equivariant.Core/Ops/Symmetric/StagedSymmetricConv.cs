namespace Equivariant;

/// <summary>
/// A symmetric convolution by a <see cref="GroupTransform"/> in stages, for devices without a kernel that does all of it: the
/// sums of taps are written down, ordinary 1×1 convolutions make accumulators of them, and the copies and their largest are made
/// of those. Some images at a time, so that the memory for it does not grow with the batch. The gradients are the adjoints of the
/// stages.
/// </summary>
internal sealed class StagedSymmetricConv(SymmetricConvPlan plan, long stageBytes) : ISymmetricConvPasses
{
    private const string Op = nameof(Ops.SymmetricConv);

    private readonly GroupTransform transform = plan.Transform!;
    private readonly TransformTables tables = new(plan.Transform!);

    private int Kernels => plan.Geometry.OutChannels * plan.Geometry.GroupIn;

    /// <summary>Whether there is a transform, of copies that are not merely summed, and the stages of an image can be
    /// indexed.</summary>
    public static bool Has(SymmetricConvPlan plan)
    {
        if (plan.Transform is not { } transform || plan.Reduction.IsSum())
            return false;
        var g = plan.Geometry;
        var (sums, results) = (g.InChannels * (long)transform.Products,
            g.OutChannels * (long)Math.Max(transform.Accumulators, plan.Copies));
        return (Int128)Math.Max(sums, results) * Math.Max(g.Output.Count, g.Input.Count) * ArgMax.PerWord
                <= ShapeTooLargeException.MostElements
            && (Int128)g.OutChannels * g.GroupIn * transform.Products <= ShapeTooLargeException.MostElements;
    }

    public void Forward(IndexTables index, in Operands operands, in EpilogueArgs epilogue)
    {
        var (y, x, bias) = (operands.Y, operands.A!, operands.C);
        using var shared = Tape.NoGrad();
        var weights = Weights(index, operands.B!);
        foreach (var images in MicroBatches(y.DType))
        {
            using var scratch = Tape.NoGrad();
            var accumulators = NewAccumulators(images, x);
            EachAccumulator(images, TapSums(index, images, x), weights, accumulators, (geometry, part, weight, result) =>
                Ops.Launch<ConvOp.Forward, ConvArgs>(result.Count, new(geometry, false),
                    new Operands { Y = result, A = part, B = weight }, geometry.Products));
            var to = ResultsOf(images, y);
            var combined = new Operands { Y = to, A = accumulators, C = bias, J = ArgMaxOf(images, operands.J) };
            var work = 2 * transform.OutputTerms;
            if (plan.IsMax)
                Launch<StagedConvOp.Maxout>(index, images.Geometry, combined, ArgMax.PerWord * work, ArgMax.Words(to.Count));
            else
                Launch<StagedConvOp.Copies>(index, images.Geometry, combined, work / plan.Copies);
        }
        EpilogueOp.Launch(epilogue, operands);
    }

    public void DataGradient(IndexTables index, in Operands operands)
    {
        var (dx, dy) = (operands.Y, operands.A!);
        using var shared = Tape.NoGrad();
        var weights = Weights(index, operands.B!);
        foreach (var images in MicroBatches(dx.DType))
        {
            using var scratch = Tape.NoGrad();
            var dsums = NewSums(images, dy);
            var accumulators = AccumulatorsGradient(index, images, dy, operands.J);
            EachAccumulator(images, dsums, weights, accumulators, (geometry, part, weight, gradient) =>
                Ops.Launch<ConvOp.DataGradient, ConvGeometry>(part.Count, geometry,
                    new Operands { Y = part, A = gradient, B = weight }, geometry.GroupOut));
            Launch<StagedConvOp.TapSumsGradient>(index, images.Geometry,
                new Operands { Y = InputOf(images, dx), A = dsums }, 2 * transform.InputTerms);
        }
    }

    public void ThetaGradient(IndexTables index, in Operands operands)
    {
        var (dtheta, dy, x) = (operands.Y, operands.A!, operands.B!);
        using var shared = Tape.NoGrad();
        Tensor? dweights = null;
        foreach (var images in MicroBatches(dtheta.DType))
        {
            var more = NewWeights(dtheta);
            using (Tape.NoGrad())
            {
                var accumulators = AccumulatorsGradient(index, images, dy, operands.J);
                EachAccumulator(images, TapSums(index, images, x), more, accumulators, (geometry, part, weight, gradient) =>
                    Ops.Launch<ConvOp.WeightGradient, ConvGeometry>(weight.Count, geometry,
                        new Operands { Y = weight, A = gradient, B = part }, geometry.Batch * geometry.Output.Count));
            }
            if (dweights is not null)
            {
                Ops.Launch<AccumulateKernel, NoArgs>(
                    dweights.Count, default, new Operands { Y = dweights, A = dweights, B = more }, 2);
                more.Dispose();
            }
            dweights ??= more;
        }
        Launch<StagedConvOp.WeightsGradient>(index, plan.Geometry, new Operands { Y = dtheta, A = dweights }, 16);
    }

    /// <summary>The batch in micro-batches, whose argmax fills whole words.</summary>
    private IEnumerable<MicroBatch> MicroBatches(DType dtype)
    {
        var g = plan.Geometry;
        var perImage = (long)g.Output.Count * dtype.Size()
            * ((g.InChannels * transform.Products) + (g.OutChannels * transform.Accumulators));
        var results = g.OutChannels * (long)g.Output.Count;
        var fewest = results % 4 == 0 ? 1 : results % 2 == 0 ? 2 : 4;
        var step = (int)Math.Clamp(stageBytes / perImage / fewest * fewest, fewest, Math.Max(fewest, g.Batch));
        for (var first = 0; first < g.Batch; first += step)
            yield return new(first, g.OfImages(Math.Min(step, g.Batch - first)));
    }

    /// <summary>Launches a stage, for each number of its result where no <paramref name="count"/> is given.</summary>
    private void Launch<TKernel>(IndexTables index, in ConvGeometry g, in Operands operands, int work, int? count = null)
        where TKernel : struct, IKernel<StagedConvArgs> =>
        Ops.Launch<TKernel, StagedConvArgs>(count ?? operands.Y.Count,
            new(g, tables.Layout, plan.Parameters, plan.IsMax ? 1 : 0, operands.C is null ? 0 : 1, operands.J is null ? 0 : 1),
            operands with { D = tables.Factors(index, operands.Y.DType), I = tables.Integers(index) }, work);

    /// <summary>Launches something for the 1×1 convolution of each accumulator: its geometry, the sums of taps as channels of
    /// images, the weight, the accumulator.</summary>
    private void EachAccumulator(
        MicroBatch images, Tensor sums, Tensor weights, Tensor all, Action<ConvGeometry, Tensor, Tensor, Tensor> launch)
    {
        var g = images.Geometry;
        for (var a = 0; a < transform.Accumulators; a++)
        {
            var start = transform.ProductOffsets[a];
            var count = transform.ProductOffsets[a + 1] - start;
            launch(g.OfTapSums(count),
                Part(sums, (long)start * g.InChannels * g.Batch * g.Output.Count,
                    [g.Batch, g.InChannels * count, g.Output.Count]),
                Part(weights, (long)start * Kernels, [g.OutChannels, g.GroupIn * count, 1, 1]),
                Part(all, (long)a * g.Batch * g.OutChannels * g.Output.Count, [g.Batch, g.OutChannels, g.Output.Count]));
        }
    }

    private Tensor Weights(IndexTables index, Tensor theta)
    {
        var weights = NewWeights(theta);
        Launch<StagedConvOp.Weights>(index, plan.Geometry, new Operands { Y = weights, A = theta }, 16);
        return weights;
    }

    private Tensor TapSums(IndexTables index, MicroBatch images, Tensor x)
    {
        // As far as the last window reaches.
        static int Reach(int input, int output, int stride, int kernel, int dilation) =>
            Math.Max(input, ((output - 1) * stride) + (dilation * (kernel - 1)) + 1);
        var g = images.Geometry;
        var size = new Volume(
            Reach(g.Input.D, g.Output.D, g.Stride.D, g.Kernel.D, g.Dilation.D),
            Reach(g.Input.H, g.Output.H, g.Stride.H, g.Kernel.H, g.Dilation.H),
            Reach(g.Input.W, g.Output.W, g.Stride.W, g.Kernel.W, g.Dilation.W));
        var (sums, own) = (NewSums(images, x), InputOf(images, x));
        using var padded = size == g.Input && g.Padding == default ? null
            : Ops.New([g.Batch * g.InChannels * size.Count], x, Op);
        if (padded is not null)
        {
            var pad = new PadArgs(PaddingMode.Zeros, 0, g.Input, size, g.Padding);
            Ops.Launch<PadOp.Forward, PadArgs>(padded.Count, pad, new Operands { Y = padded, A = own }, 8);
        }
        var offsets = tables.Offsets(index, g.Kernel, size, g.Dilation);
        Launch<StagedConvOp.TapSums>(index, g.OnPadded(size), new Operands { Y = sums, A = padded ?? own, J = offsets },
            8 + (2 * transform.InputTerms), g.Batch * g.InChannels * g.Output.Count);
        return sums;
    }

    private Tensor AccumulatorsGradient(IndexTables index, MicroBatch images, Tensor dy, Tensor? argMax)
    {
        var accumulators = NewAccumulators(images, dy);
        Launch<StagedConvOp.Accumulators>(index, images.Geometry,
            new Operands { Y = accumulators, A = ResultsOf(images, dy), J = ArgMaxOf(images, argMax) },
            plan.IsMax ? 8 : 4 * plan.Copies);
        return accumulators;
    }

    private Tensor NewWeights(Tensor like) => Ops.New([Kernels * transform.Products], like, Op);

    private Tensor NewSums(MicroBatch images, Tensor like) => Ops.New(
        [images.Geometry.Batch * images.Geometry.InChannels * transform.Products * images.Geometry.Output.Count], like, Op);

    private Tensor NewAccumulators(MicroBatch images, Tensor like) => Ops.New(
        [transform.Accumulators * images.Geometry.Batch * images.Geometry.OutChannels * images.Geometry.Output.Count], like, Op);

    private static Tensor InputOf(MicroBatch images, Tensor x) =>
        ImagesOf(images, x, images.Geometry.InChannels, images.Geometry.Input);

    private Tensor ResultsOf(MicroBatch images, Tensor y) =>
        ImagesOf(images, y, images.Geometry.OutChannels * plan.KeptCopies, images.Geometry.Output);

    private static Tensor ImagesOf(MicroBatch images, Tensor all, int channels, Volume cells) => Part(
        all, (long)images.First * channels * cells.Count, [images.Geometry.Batch, channels, cells.Count]);

    private static Tensor? ArgMaxOf(MicroBatch images, Tensor? argMax)
    {
        var results = (long)images.Geometry.OutChannels * images.Geometry.Output.Count;
        return argMax is null ? null : Part(argMax, images.First * results / ArgMax.PerWord,
            [ArgMax.Words((int)(images.Geometry.Batch * results))]);
    }

    private static Tensor Part(Tensor all, long start, Shape shape) => Tape.Current!.Own(all.Slice(start, shape));

    /// <summary>Some images of the batch.</summary>
    /// <param name="First">The first of them.</param>
    /// <param name="Geometry">Their convolution.</param>
    private readonly record struct MicroBatch(int First, ConvGeometry Geometry);
}
