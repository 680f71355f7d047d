namespace Equivariant;

/// <summary>
/// A symmetric convolution by a <see cref="GroupTransform"/> in stages, for devices without a kernel that does all of it: the
/// sums of taps are written down, ordinary 1×1 convolutions make accumulators of them, and the copies and their largest are made
/// of those. Some images at a time, so that the memory for it does not grow with the batch. The gradients are the adjoints of the
/// stages.
/// </summary>
internal static class StagedSymmetricConv
{
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

    /// <summary>y and, where J is given, the argmax of a maximum, from x in A, θ in B, bias in C.</summary>
    public static void Forward(SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (y, x, theta, bias, argMax) = (operands.Y, operands.A!, operands.B!, operands.C, operands.J);
        var stages = new Stages(plan, tables, theta, bias is not null, argMax is not null);
        using var weights = stages.Weights(theta);
        foreach (var images in stages.MicroBatches)
        {
            using var sums = images.TapSums(x);
            using var accumulators = images.NewAccumulators();
            images.EachAccumulator(sums, weights, accumulators, (geometry, part, weight, result) =>
                Ops.Launch<ConvOp.Forward, ConvArgs>(result.Count, new(geometry, false),
                    new Operands { Y = result, A = part, B = weight }, geometry.Products));
            using var to = images.OfResults(y, plan.KeptCopies);
            using var itsArgMax = images.OfArgMax(argMax);
            var combined = new Operands
            {
                Y = to, A = accumulators, C = bias, D = stages.Tables.Factors, I = stages.Tables.Integers, J = itsArgMax,
            };
            var work = 2 * stages.Transform.OutputTerms;
            if (plan.IsMax)
            {
                Ops.Launch<StagedConvOp.Maxout, StagedConvArgs>(
                    ArgMax.Words(to.Count), images.Args, combined, ArgMax.PerWord * work);
            }
            else
            {
                Ops.Launch<StagedConvOp.Copies, StagedConvArgs>(to.Count, images.Args, combined, work / plan.Copies);
            }
        }
    }

    /// <summary>dx from dy in A, θ in B, the argmax in J.</summary>
    public static void DataGradient(SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (dx, dy, theta, argMax) = (operands.Y, operands.A!, operands.B!, operands.J);
        var stages = new Stages(plan, tables, theta);
        using var weights = stages.Weights(theta);
        foreach (var images in stages.MicroBatches)
        {
            using var accumulators = images.AccumulatorsGradient(dy, argMax);
            using var dsums = images.NewSums();
            images.EachAccumulator(dsums, weights, accumulators, (geometry, part, weight, gradient) =>
                Ops.Launch<ConvOp.DataGradient, ConvGeometry>(part.Count, geometry,
                    new Operands { Y = part, A = gradient, B = weight }, geometry.GroupOut));
            using var to = images.OfInput(dx);
            Ops.Launch<StagedConvOp.TapSumsGradient, StagedConvArgs>(to.Count, images.Args,
                new Operands { Y = to, A = dsums, D = stages.Tables.Factors, I = stages.Tables.Integers },
                2 * stages.Transform.InputTerms);
        }
    }

    /// <summary>dθ from dy in A, x in B, the argmax in J.</summary>
    public static void ThetaGradient(SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        var (dtheta, dy, x, argMax) = (operands.Y, operands.A!, operands.B!, operands.J);
        var stages = new Stages(plan, tables, dtheta);
        using var dweights = stages.NewWeights();
        var isFirst = true;
        foreach (var images in stages.MicroBatches)
        {
            using var accumulators = images.AccumulatorsGradient(dy, argMax);
            using var sums = images.TapSums(x);
            using var more = isFirst ? null : stages.NewWeights();
            images.EachAccumulator(sums, more ?? dweights, accumulators, (geometry, part, weight, gradient) =>
                Ops.Launch<ConvOp.WeightGradient, ConvGeometry>(weight.Count, geometry,
                    new Operands { Y = weight, A = gradient, B = part }, geometry.Batch * geometry.Output.Count));
            if (more is not null)
                Ops.Launch<AccumulateKernel, NoArgs>(
                    dweights.Count, default, new Operands { Y = dweights, A = dweights, B = more }, 2);
            isFirst = false;
        }
        Ops.Launch<StagedConvOp.WeightsGradient, StagedConvArgs>(dtheta.Count, stages.Args(plan.Geometry),
            new Operands { Y = dtheta, A = dweights, D = stages.Tables.Factors, I = stages.Tables.Integers }, 16);
    }

    /// <summary>Fills a tensor, and gives it back where that fails.</summary>
    private static Tensor Filled(Tensor tensor, Action<Tensor> fill)
    {
        try
        {
            fill(tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>What all images share.</summary>
    private sealed class Stages(
        SymmetricConvPlan plan, IndexTables tables, Tensor like, bool hasBias = false, bool keepsArgMax = false)
    {
        public GroupTransform Transform => plan.Transform!;

        public IndexTables Index => tables;

        /// <summary>The transform on the device.</summary>
        public TransformTables Tables { get; } = tables.Transform(like.DType);

        /// <summary>The batch in micro-batches, whose argmax fills whole words.</summary>
        public IEnumerable<MicroBatch> MicroBatches
        {
            get
            {
                var g = plan.Geometry;
                var perImage = (long)g.Output.Count * like.DType.Size()
                    * ((g.InChannels * Transform.Products) + (g.OutChannels * Transform.Accumulators));
                var results = g.OutChannels * (long)g.Output.Count;
                var fewest = results % 4 == 0 ? 1 : results % 2 == 0 ? 2 : 4;
                var step = (int)Math.Clamp(plan.StageBytes / perImage / fewest * fewest, fewest, Math.Max(fewest, g.Batch));
                for (var first = 0; first < g.Batch; first += step)
                    yield return new(this, first, g.OfImages(Math.Min(step, g.Batch - first)));
            }
        }

        public StagedConvArgs Args(in ConvGeometry geometry) => new(
            geometry, Tables.Layout, plan.Parameters, plan.IsMax ? 1 : 0, hasBias ? 1 : 0, keepsArgMax ? 1 : 0);

        public Tensor NewWeights() => New([(long)plan.Geometry.OutChannels * plan.Geometry.GroupIn * Transform.Products]);

        public Tensor Weights(Tensor theta) => Filled(NewWeights(), weights =>
            Ops.Launch<StagedConvOp.Weights, StagedConvArgs>(weights.Count, Args(plan.Geometry),
                new Operands { Y = weights, A = theta, D = Tables.Factors, I = Tables.Integers }, 16));

        /// <summary>The weights of an accumulator's products, as those of a 1×1 convolution.</summary>
        public Tensor Weight(Tensor weights, int accumulator)
        {
            var (start, count) = Products(accumulator);
            var (rows, columns) = (plan.Geometry.OutChannels, plan.Geometry.GroupIn);
            return weights.Slice((long)rows * columns * start, [rows, columns * count, 1, 1]);
        }

        public (int Start, int Count) Products(int accumulator)
        {
            var starts = Transform.ProductOffsets;
            return (starts[accumulator], starts[accumulator + 1] - starts[accumulator]);
        }

        public Tensor New(ReadOnlySpan<long> sizes)
        {
            var count = 1L;
            foreach (var size in sizes)
                count *= size;
            return Tensor.Empty(nameof(Ops.SymmetricConv), [(int)count], like.DType, like.Device);
        }
    }

    /// <summary>Some images of the batch, and the memory of their stages.</summary>
    private sealed class MicroBatch(Stages stages, int first, ConvGeometry g)
    {
        private readonly int accumulators = stages.Transform.Accumulators;

        public StagedConvArgs Args { get; } = stages.Args(g);

        private int Planes => g.Batch * g.InChannels;

        public Tensor NewSums() => stages.New([Planes, stages.Transform.Products, g.Output.Count]);

        public Tensor NewAccumulators() => stages.New([accumulators, g.Batch, g.OutChannels, g.Output.Count]);

        /// <summary>Launches something for the 1×1 convolution of each accumulator: its geometry, the sums of taps as channels of
        /// images, the weight, the accumulator.</summary>
        public void EachAccumulator(
            Tensor sums, Tensor weights, Tensor all, Action<ConvGeometry, Tensor, Tensor, Tensor> launch)
        {
            for (var a = 0; a < accumulators; a++)
            {
                var (start, count) = stages.Products(a);
                using var part = sums.Slice(
                    (long)start * Planes * g.Output.Count, [g.Batch, g.InChannels * count, g.Output.Count]);
                using var weight = stages.Weight(weights, a);
                using var accumulator = all.Slice(
                    (long)a * g.Batch * g.OutChannels * g.Output.Count, [g.Batch, g.OutChannels, g.Output.Count]);
                launch(g.OfTapSums(count), part, weight, accumulator);
            }
        }

        public Tensor TapSums(Tensor x) => Filled(NewSums(), sums =>
        {
            // As far as the last window reaches.
            static int Reach(int output, int stride, int kernel, int dilation) =>
                ((output - 1) * stride) + (dilation * (kernel - 1)) + 1;
            var size = new Volume(
                Math.Max(g.Input.D, Reach(g.Output.D, g.Stride.D, g.Kernel.D, g.Dilation.D)),
                Math.Max(g.Input.H, Reach(g.Output.H, g.Stride.H, g.Kernel.H, g.Dilation.H)),
                Math.Max(g.Input.W, Reach(g.Output.W, g.Stride.W, g.Kernel.W, g.Dilation.W)));
            var geometry = g.OnPadded(size);
            using var own = OfInput(x);
            using var padded = size == g.Input && g.Padding == default ? null : stages.New([Planes, size.Count]);
            if (padded is not null)
            {
                var pad = new PadArgs(PaddingMode.Zeros, 0, g.Input, size, g.Padding);
                Ops.Launch<PadOp.Forward, PadArgs>(padded.Count, pad, new Operands { Y = padded, A = own }, 8);
            }
            var offsets = stages.Index.Derived(new TapOffsets(g.Kernel, size, g.Dilation), stages.Tables.Offsets);
            Ops.Launch<StagedConvOp.TapSums, StagedConvArgs>(Planes * g.Output.Count, stages.Args(geometry),
                new Operands
                {
                    Y = sums, A = padded ?? own, D = stages.Tables.Factors, I = stages.Tables.Integers, J = offsets,
                },
                8 + (2 * stages.Transform.InputTerms));
        });

        public Tensor AccumulatorsGradient(Tensor dy, Tensor? argMax) => Filled(NewAccumulators(), result =>
        {
            using var gradient = OfResults(dy, Args.IsMax != 0 ? 1 : Args.Layout.Copies);
            using var itsArgMax = OfArgMax(argMax);
            Ops.Launch<StagedConvOp.Accumulators, StagedConvArgs>(result.Count, Args,
                new Operands { Y = result, A = gradient, D = stages.Tables.Factors, I = stages.Tables.Integers, J = itsArgMax },
                Args.IsMax != 0 ? 8 : 4 * Args.Layout.Copies);
        });

        public Tensor OfInput(Tensor x) => x.Slice(
            (long)first * g.InChannels * g.Input.Count, [g.Batch, g.InChannels, g.Input.Count]);

        public Tensor OfResults(Tensor y, int copies) => y.Slice(
            (long)first * g.OutChannels * copies * g.Output.Count, [g.Batch, g.OutChannels * copies, g.Output.Count]);

        public Tensor? OfArgMax(Tensor? argMax) => argMax?.Slice(
            (long)first * g.OutChannels * g.Output.Count / ArgMax.PerWord,
            [ArgMax.Words(g.Batch * g.OutChannels * g.Output.Count)]);
    }
}
