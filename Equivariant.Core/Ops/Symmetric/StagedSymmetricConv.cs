namespace Equivariant;

/// <summary>
/// A symmetric convolution by a <see cref="GroupTransform"/> in stages, for devices without a kernel that does all of it: the
/// sums of taps are written down, ordinary 1×1 convolutions make accumulators of them, and the copies and their largest are made of
/// those. Some images at a time, so that the memory for it does not grow with the batch. The gradients are the adjoints of the
/// stages.
/// </summary>
internal static class StagedSymmetricConv
{
    private const string Op = nameof(Ops.SymmetricConv);

    /// <summary>Whether there is a transform, of copies that are not merely summed, and the stages of an image can be indexed.</summary>
    public static bool Has(in SymmetricConvArgs args)
    {
        if (args.Copies == 1 || args.Transform < 0 || args.Reduction.IsSum())
            return false;
        var (g, transform) = (args.Geometry, GroupTransforms.At(args.Transform));
        return (Int128)Math.Max(g.InChannels * (long)transform.Products, g.OutChannels * (long)Math.Max(transform.Accumulators, args.Copies))
            * Math.Max(g.Output.Count, g.Input.Count) * Winners.PerWord <= ShapeTooLargeException.MostElements
            && (Int128)g.OutChannels * g.GroupIn * transform.Products <= ShapeTooLargeException.MostElements;
    }

    /// <summary>y and the winners.</summary>
    public static void Forward(
        in SymmetricConvArgs args, Tensor y, Tensor? winners, Tensor x, Tensor theta, Tensor? bias, IndexTables tables)
    {
        var stages = new Stages(args, theta, tables);
        using var weights = stages.Weights(theta);
        foreach (var images in stages.Parts)
        {
            using var sums = images.TapSums(x);
            using var accumulators = images.NewAccumulators();
            images.EachAccumulator((a, geometry) =>
            {
                using var part = images.Sums(sums, a);
                using var weight = stages.Weight(weights, a);
                using var result = images.Accumulator(accumulators, a);
                Ops.Launch<ConvOp.Forward, ConvArgs>(result.Count, new(geometry, false),
                    new Operands { Y = result, A = part, B = weight }, geometry.Products);
            });
            using var to = images.OfResults(y, args.KeptCopies);
            using var names = winners is null ? null : images.OfWinners(winners);
            var operands = new Operands
            {
                Y = to, A = accumulators, C = bias, D = stages.Tables.Factors, I = stages.Tables.Whole, J = names,
            };
            if (args.Reduction == OrientationReduction.Max)
            {
                Ops.Launch<StagedConvOp.LargestCopies, StagedConvArgs>(
                    Winners.Words(to.Count), images.Args, operands, Winners.PerWord * 2 * stages.Tables.Transform.CombinedParts);
            }
            else
            {
                Ops.Launch<StagedConvOp.Copies, StagedConvArgs>(
                    to.Count, images.Args, operands, 2 * stages.Tables.Transform.CombinedParts / args.Copies);
            }
        }
    }

    /// <summary>dx from dy.</summary>
    public static void DataGradient(
        in SymmetricConvArgs args, Tensor dx, Tensor dy, Tensor? winners, Tensor theta, IndexTables tables)
    {
        var stages = new Stages(args, theta, tables);
        using var weights = stages.Weights(theta);
        foreach (var images in stages.Parts)
        {
            using var accumulators = images.AccumulatorsGradient(dy, winners);
            using var dsums = images.NewSums();
            images.EachAccumulator((a, geometry) =>
            {
                using var part = images.Sums(dsums, a);
                using var weight = stages.Weight(weights, a);
                using var gradient = images.Accumulator(accumulators, a);
                Ops.Launch<ConvOp.DataGradient, ConvGeometry>(part.Count, geometry,
                    new Operands { Y = part, A = gradient, B = weight }, geometry.GroupOut);
            });
            using var to = images.OfInput(dx);
            Ops.Launch<StagedConvOp.TapSumsGradient, StagedConvArgs>(to.Count, images.Args,
                new Operands { Y = to, A = dsums, D = stages.Tables.Factors, I = stages.Tables.Whole },
                2 * stages.Tables.Transform.AllTaps);
        }
    }

    /// <summary>dθ from dy and x.</summary>
    public static void ThetaGradient(
        in SymmetricConvArgs args, Tensor dtheta, Tensor dy, Tensor? winners, Tensor x, IndexTables tables)
    {
        var stages = new Stages(args, dtheta, tables);
        using var dweights = stages.NewWeights();
        var isFirst = true;
        foreach (var images in stages.Parts)
        {
            using var accumulators = images.AccumulatorsGradient(dy, winners);
            using var sums = images.TapSums(x);
            using var more = isFirst ? null : stages.NewWeights();
            images.EachAccumulator((a, geometry) =>
            {
                using var part = images.Sums(sums, a);
                using var weight = stages.Weight(more ?? dweights, a);
                using var gradient = images.Accumulator(accumulators, a);
                Ops.Launch<ConvOp.WeightGradient, ConvGeometry>(weight.Count, geometry,
                    new Operands { Y = weight, A = gradient, B = part }, geometry.Batch * geometry.Output.Count);
            });
            if (more is not null)
                AddOp.InPlace(dweights, more);
            isFirst = false;
        }
        Ops.Launch<StagedConvOp.WeightsGradient, StagedConvArgs>(dtheta.Count, stages.Args(args.Geometry),
            new Operands { Y = dtheta, A = dweights, D = stages.Tables.Factors, I = stages.Tables.Whole }, 16);
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
    private sealed class Stages
    {
        private readonly SymmetricConvArgs args;
        private readonly Tensor like;

        public Stages(in SymmetricConvArgs args, Tensor like, IndexTables tables)
        {
            (this.args, this.like) = (args, like);
            Tables = tables.Transform(args, like.DType);
        }

        public TransformTables Tables { get; }

        /// <summary>The batch in parts, the words of whose winners end with them.</summary>
        public IEnumerable<Images> Parts
        {
            get
            {
                var (g, transform) = (args.Geometry, Tables.Transform);
                var perImage = (long)g.Output.Count * like.DType.Size()
                    * ((g.InChannels * transform.Products) + (g.OutChannels * transform.Accumulators));
                var results = g.OutChannels * (long)g.Output.Count;
                var fewest = results % 4 == 0 ? 1 : results % 2 == 0 ? 2 : 4;
                var step = (int)Math.Clamp(like.Device.StageBytes / perImage / fewest * fewest, fewest, Math.Max(fewest, g.Batch));
                for (var first = 0; first < g.Batch; first += step)
                    yield return new(this, first, g.OfImages(Math.Min(step, g.Batch - first)));
            }
        }

        public StagedConvArgs Args(in ConvGeometry geometry) => new(geometry, Tables.Places, args.Parameters,
            args.Reduction == OrientationReduction.Max ? 1 : 0, args.HasBias, args.KeepsWinners);

        public Tensor NewWeights() => New([(long)args.Geometry.OutChannels * args.Geometry.GroupIn * Tables.Transform.Products]);

        public Tensor Weights(Tensor theta) => Filled(NewWeights(), weights =>
            Ops.Launch<StagedConvOp.Weights, StagedConvArgs>(weights.Count, Args(args.Geometry),
                new Operands { Y = weights, A = theta, D = Tables.Factors, I = Tables.Whole }, 16));

        /// <summary>The weights of an accumulator's products, as those of a 1×1 convolution.</summary>
        public Tensor Weight(Tensor weights, int accumulator)
        {
            var (start, count) = Products(accumulator);
            var (rows, columns) = (args.Geometry.OutChannels, args.Geometry.GroupIn);
            return weights.Slice((long)rows * columns * start, [rows, columns * count, 1, 1]);
        }

        public (int Start, int Count) Products(int accumulator)
        {
            var starts = Tables.Transform.Starts;
            return (starts[accumulator], starts[accumulator + 1] - starts[accumulator]);
        }

        public Tensor New(ReadOnlySpan<long> sizes)
        {
            var count = 1L;
            foreach (var size in sizes)
                count *= size;
            return Tensor.Empty(Op, [(int)count], like.DType, like.Device);
        }
    }

    /// <summary>Some images of the batch.</summary>
    private sealed class Images(Stages stages, int first, ConvGeometry g)
    {
        private readonly int accumulators = stages.Tables.Transform.Accumulators;

        public StagedConvArgs Args { get; } = stages.Args(g);

        private int Planes => g.Batch * g.InChannels;

        public Tensor NewSums() => stages.New([Planes, stages.Tables.Transform.Products, g.Output.Count]);

        public Tensor NewAccumulators() => stages.New([accumulators, g.Batch, g.OutChannels, g.Output.Count]);

        /// <summary>Does something with the 1×1 convolution of each accumulator.</summary>
        public void EachAccumulator(Action<int, ConvGeometry> work)
        {
            for (var a = 0; a < accumulators; a++)
                work(a, g.OfTapSums(stages.Products(a).Count));
        }

        public Tensor TapSums(Tensor x) => Filled(NewSums(), sums =>
        {
            // As far as the last window reaches.
            static int Reach(int output, int stride, int kernel, int dilation) => ((output - 1) * stride) + (dilation * (kernel - 1)) + 1;
            var size = new Volume(
                Math.Max(g.Input.D, Reach(g.Output.D, g.Stride.D, g.Kernel.D, g.Dilation.D)),
                Math.Max(g.Input.H, Reach(g.Output.H, g.Stride.H, g.Kernel.H, g.Dilation.H)),
                Math.Max(g.Input.W, Reach(g.Output.W, g.Stride.W, g.Kernel.W, g.Dilation.W)));
            var geometry = g.OnPadded(size);
            using var own = OfInput(x);
            using var padded = size == g.Input && g.Padding == default ? null : stages.New([Planes, size.Count]);
            if (padded is not null)
            {
                var pad = new PadArgs(PaddingMode.Zeros, 0, [g.Input.D, g.Input.H, g.Input.W], [size.D, size.H, size.W],
                    [g.Padding.D, g.Padding.H, g.Padding.W]);
                Ops.Launch<PadOp.Forward, PadArgs>(padded.Count, pad, new Operands { Y = padded, A = own }, 8);
            }
            Ops.Launch<StagedConvOp.TapSums, StagedConvArgs>(Planes * g.Output.Count, stages.Args(geometry),
                new Operands
                {
                    Y = sums, A = padded ?? own, D = stages.Tables.Factors, I = stages.Tables.Whole, J = stages.Tables.Offsets(geometry),
                },
                8 + (2 * stages.Tables.Transform.AllTaps));
        });

        public Tensor AccumulatorsGradient(Tensor dy, Tensor? winners) => Filled(NewAccumulators(), result =>
        {
            using var gradient = OfResults(dy, Args.IsMax != 0 ? 1 : Args.Places.Copies);
            using var names = winners is null ? null : OfWinners(winners);
            Ops.Launch<StagedConvOp.Accumulators, StagedConvArgs>(result.Count, Args,
                new Operands { Y = result, A = gradient, D = stages.Tables.Factors, I = stages.Tables.Whole, J = names },
                Args.IsMax != 0 ? 8 : 4 * Args.Places.Copies);
        });

        /// <summary>The sums of an accumulator's products, as the channels of images.</summary>
        public Tensor Sums(Tensor sums, int accumulator)
        {
            var (start, count) = stages.Products(accumulator);
            return sums.Slice((long)start * Planes * g.Output.Count, [g.Batch, g.InChannels * count, g.Output.Count]);
        }

        public Tensor Accumulator(Tensor all, int accumulator) => all.Slice(
            (long)accumulator * g.Batch * g.OutChannels * g.Output.Count, [g.Batch, g.OutChannels, g.Output.Count]);

        public Tensor OfInput(Tensor x) => x.Slice(
            (long)first * g.InChannels * g.Input.Count, [g.Batch, g.InChannels, g.Input.Count]);

        public Tensor OfResults(Tensor y, int copies) => y.Slice(
            (long)first * g.OutChannels * copies * g.Output.Count, [g.Batch, g.OutChannels * copies, g.Output.Count]);

        public Tensor OfWinners(Tensor winners) => winners.Slice(
            (long)first * g.OutChannels * g.Output.Count / Winners.PerWord, [Winners.Words(g.Batch * g.OutChannels * g.Output.Count)]);
    }
}
