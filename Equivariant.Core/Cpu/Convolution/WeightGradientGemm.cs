using System.Numerics.Tensors;

namespace Equivariant.Cpu;

/// <summary>
/// The weight gradient of a convolution: dweight[o, channel, tap] = Σ dy[o, pixel] · source[channel, pixel through tap].
/// A matrix product over the pixels: rows are (channel, tap), read where they lie in the packed input; dy is packed with its
/// channels side by side. Where taps are summed first, by <see cref="TapSumSplitKGemm{TVector}"/>.
/// </summary>
/// <remarks>
/// K, the pixels, is split: each split has sums of its own, which are added up in order at the end. The number of splits follows
/// from the shapes alone: results do not depend on the number of threads.
/// </remarks>
internal readonly unsafe struct WeightGradientGemm
{
    /// <summary>Splits times groups times blocks of the channels that are aimed at, to keep many cores busy.</summary>
    private const int Pieces = 24;

    /// <summary>Bytes of sums that a split should keep within its second-level cache.</summary>
    private const int SumBytes = 512 * 1024;

    public required CpuDevice Device { get; init; }

    public required ConvGeometry Geometry { get; init; }

    public required float* Source { get; init; }

    public required float* OutputGradient { get; init; }

    public required float* Target { get; init; }

    /// <summary>Taps that are summed before they are multiplied, if any; the target is then [o, channel, sum].</summary>
    public TapSums Sums { get; init; }

    /// <summary>Whose accumulators' gradients stand for the output's, if they do.</summary>
    public OrientedGradient Gradient { get; init; }

    /// <summary>The transform that the sums belong to, if any.</summary>
    public GroupTransform? Transform { get; init; }

    /// <summary>Rows of a channel.</summary>
    public int TermsOf(in OutputGrid grid) => Sums.Any ? Sums.Terms : grid.Taps;

    /// <summary>Whether groups are too thin for a matrix product.</summary>
    public static bool IsThin(in ConvGeometry g) => g.Groups > 1 && g.GroupIn * g.GroupOut <= ImplicitGemm.ThinGroup;

    /// <summary>Computes the gradient on all cores.</summary>
    public void Run() => VectorWidth.Run(Device.VectorBits, new Launch(this));

    private readonly struct Launch(WeightGradientGemm gemm) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var g = gemm.Geometry;
            if (!gemm.Sums.Any && IsThin(g))
            {
                var direct = new DirectWeightGradient<TVector>(gemm, OutputGrid.Forward(g));
                gemm.Device.Team.For(g.Groups, 1, ref direct);
                return;
            }
            var grid = OutputGrid.Forward(g);
            var plan = SplitKPlan.Of(g, grid, gemm.TermsOf(grid), gemm.Sums.Any, TVector.Count, Pieces, SumBytes);
            using var sums = new Rented<float>(gemm.Device.Pool, plan.Splits * plan.SplitSize);
            // Several blocks of channels multiply the same gradient: pack it once for all of them.
            var isShared = plan.ChannelBlocks > 1 && !gemm.Gradient.Any;
            var shared = isShared ? (long)g.Groups * plan.Grid.Pixels * plan.Stride : 0;
            using var packed = new Rented<float>(gemm.Device.Pool, shared);
            if (isShared)
            {
                var panels = new PackedGradient<TVector>(gemm, plan, packed.Start);
                gemm.Device.Team.For(plan.Blocks.Count * g.Groups, 1, ref panels);
            }
            var panelsOrNull = isShared ? packed.Start : null;
            if (gemm.Sums.Any)
            {
                var splits = new TapSumSplitKGemm<TVector>(gemm, plan, panelsOrNull, sums.Start);
                gemm.Device.Team.For(plan.Splits * g.Groups * plan.ChannelBlocks, 1, ref splits);
            }
            else
            {
                var splits = new SplitKGemm<TVector>(gemm, plan, panelsOrNull, sums.Start);
                gemm.Device.Team.For(plan.Splits * g.Groups * plan.ChannelBlocks, 1, ref splits);
            }
            var total = new SplitKReduction(plan, g, gemm.Device.Pool, sums.Start, gemm.Target);
            gemm.Device.Team.For(g.Groups * plan.Rows, Math.Max(1, 4096 / (plan.Splits * g.GroupOut)), ref total);
        }
    }
}

/// <summary>Adds up the splits of a weight gradient in order, and turns the sums into the layout of the weight.</summary>
internal readonly unsafe struct SplitKReduction(
    SplitKPlan plan, ConvGeometry geometry, CpuMemoryPool pool, float* sums, float* target) : IRange
{
    private const int RowsAtOnce = 16;

    /// <summary>Indices are the rows (channel, tap) of all groups.</summary>
    public void Run(int start, int end)
    {
        var width = geometry.GroupOut;
        using var total = new Rented<float>(pool, RowsAtOnce * width);
        for (var index = start; index < end;)
        {
            var (group, row) = (index / plan.Rows, index % plan.Rows);
            var rows = Math.Min(RowsAtOnce, Math.Min(end - index, plan.Rows - row));
            for (var r = 0; r < rows; r++)
            {
                var into = new Span<float>(total.Start + (r * width), width);
                var from = sums + plan.SumsOf(group, row + r);
                new ReadOnlySpan<float>(from, width).CopyTo(into);
                for (var split = 1; split < plan.Splits; split++)
                    TensorPrimitives.Add(into, new ReadOnlySpan<float>(from + (split * plan.SplitSize), width), into);
            }
            Transposer.Run(total.Start, width, rows, width, target + ((nint)group * width * plan.Rows) + row, plan.Rows);
            index += rows;
        }
    }
}
