namespace Equivariant.Cpu;

/// <summary>
/// Axes in another order. Neighbours that stay together are merged; then either the innermost axis stays innermost, and runs
/// are copied, or it changes places with another one: transposes of matrices.
/// </summary>
internal sealed unsafe class TunedPermute : ITuned<PermuteOp.Forward, StridedGrid>
{
    /// <summary>Rows of a transpose at a time: their cache lines stay until all their columns are read.</summary>
    private const int RowsAtOnce = 64;

    public bool TryRun(CpuDevice device, int count, in StridedGrid args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var axes = MergedAxes.Of(args, count);
        if (axes.Inner.Step == 1)
        {
            var runs = new Runs(axes, operands);
            device.Team.For(count / axes.Inner.Extent, 1 + (VectorMap.SmallestShare / (axes.Inner.Extent + 4)), ref runs);
        }
        else
        {
            var range = new Transposes(axes, operands);
            device.Team.For(range.Count, 1 + (VectorMap.SmallestShare / range.Size), ref range);
        }
        return true;
    }

    private readonly struct Runs(MergedAxes axes, in Operands operands) : IRange
    {
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var length = axes.Inner.Extent;
            for (var run = start; run < end; run++)
                Strip.Copy(x + axes.Outer(run, -1).From, y + ((nint)run * length), length);
        }
    }

    /// <summary>Blocks of rows of all transposes. Rows lie along the innermost axis of the result, columns along that of the
    /// source.</summary>
    private readonly struct Transposes : IRange
    {
        private readonly MergedAxes axes;
        private readonly int exchanged, blocks;
        private readonly Axis rows, columns;
        private readonly float* y, x;

        public Transposes(MergedAxes axes, in Operands operands)
        {
            this.axes = axes;
            exchanged = axes.Contiguous;
            (rows, columns) = (axes.Inner, axes[exchanged]);
            blocks = (rows.Extent + RowsAtOnce - 1) / RowsAtOnce;
            y = CpuDevice.Pointer<float>(operands.Y);
            x = CpuDevice.Pointer<float>(operands.A);
            Count = axes.Count / rows.Extent / columns.Extent * blocks;
        }

        public int Count { get; }

        public int Size => Math.Min(RowsAtOnce, rows.Extent) * columns.Extent;

        public void Run(int start, int end)
        {
            for (var item = start; item < end; item++)
            {
                var (matrix, block) = Math.DivRem(item, blocks);
                var (from, to) = axes.Outer(matrix, exchanged);
                var row = block * RowsAtOnce;
                Transposer.Run(x + from + ((nint)row * rows.Step), rows.Step, Math.Min(RowsAtOnce, rows.Extent - row),
                    columns.Extent, y + to + row, columns.Width);
            }
        }
    }

    /// <summary>An axis of the result.</summary>
    /// <param name="Extent">Its length.</param>
    /// <param name="Step">Elements from one to the next in the source.</param>
    /// <param name="Width">Elements from one to the next in the result.</param>
    private readonly record struct Axis(int Extent, int Step, int Width);

    /// <summary>The axes of the result, innermost first, without those of extent 1, and merged where two of them lie in the
    /// source as in the result. Axes that are not there have extent 1.</summary>
    private readonly record struct MergedAxes(int Count, Axis Inner, Axis Second, Axis Third, Axis Fourth, Axis Fifth)
    {
        public Axis this[int axis] => axis switch { 0 => Inner, 1 => Second, 2 => Third, 3 => Fourth, _ => Fifth };

        /// <summary>The axis along which the source is contiguous.</summary>
        public int Contiguous
        {
            get
            {
                var axis = 0;
                while (this[axis].Step != 1)
                    axis++;
                return axis;
            }
        }

        public static MergedAxes Of(in StridedGrid grid, int count)
        {
            Span<Axis> axes = stackalloc Axis[5];
            axes.Fill(new Axis(1, 1, 1));
            var (used, width) = (0, 1);
            for (var axis = 0; axis < 5; axis++)
            {
                var (extent, step) = grid.Axis(axis, count);
                if (extent == 1)
                    continue;
                if (used > 0 && step == axes[used - 1].Extent * axes[used - 1].Step)
                    axes[used - 1] = axes[used - 1] with { Extent = axes[used - 1].Extent * extent };
                else
                    axes[used++] = new Axis(extent, step, width);
                width *= extent;
            }
            return new(count, axes[0], axes[1], axes[2], axes[3], axes[4]);
        }

        /// <summary>Where an item begins that is a walk along the innermost axis and another one, or −1 for none; items are
        /// counted along the axes left.</summary>
        public (nint From, nint To) Outer(int item, int other)
        {
            nint from = 0, to = 0;
            for (var axis = 1; axis < 5 && item > 0; axis++)
            {
                if (axis == other)
                    continue;
                (item, var position) = Math.DivRem(item, this[axis].Extent);
                from += (nint)position * this[axis].Step;
                to += (nint)position * this[axis].Width;
            }
            return (from, to);
        }
    }
}
