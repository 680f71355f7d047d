namespace Equivariant.Cpu;

/// <summary>
/// The weight gradient of a convolution: dweight[o, channel, tap] = Σ dy[o, pixel] · source[channel, pixel through tap].
/// A matrix product over the pixels: rows are (channel, tap), read where they lie in the packed input; dy is packed with its channels
/// side by side. Where taps are summed first, by <see cref="TapSumSplitKGemm{TVector}"/>.
/// </summary>
/// <remarks>
/// Pixels are dealt to lanes, each with sums of its own, which are added up in order at the end. The number of lanes follows from
/// the shapes alone: results do not depend on the number of threads.
/// </remarks>
internal readonly unsafe struct WeightGradientGemm
{
    /// <summary>Lanes times groups times parts of the channels that are aimed at, to keep many cores busy.</summary>
    private const int Pieces = 24;

    /// <summary>Bytes of sums that a lane should keep within its second-level cache.</summary>
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

    private readonly struct Launch(WeightGradientGemm product) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var g = product.Geometry;
            if (!product.Sums.Any && IsThin(g))
            {
                var direct = new DirectWeightGradient<TVector>(product, OutputGrid.Forward(g));
                product.Device.Team.For(g.Groups, 1, ref direct);
                return;
            }
            var grid = OutputGrid.Forward(g);
            var plan = SplitKPlan.Of(g, grid, product.TermsOf(grid), product.Sums.Any, TVector.Count, Pieces, SumBytes);
            using var sums = new Rented<float>(product.Device.Pool, plan.Lanes * plan.LaneSize);
            // Several parts of the channels multiply the same gradient: pack it once for all of them.
            var isShared = plan.Parts > 1 && !product.Gradient.Any;
            var shared = isShared ? (long)g.Groups * plan.Grid.Pixels * plan.Stride : 0;
            using var packed = new Rented<float>(product.Device.Pool, shared);
            if (isShared)
            {
                var panels = new PackedGradient<TVector>(product, plan, packed.Start);
                product.Device.Team.For(plan.Blocks.Count * g.Groups, 1, ref panels);
            }
            var panelsOrNull = isShared ? packed.Start : null;
            if (product.Sums.Any)
            {
                var lanes = new TapSumSplitKGemm<TVector>(product, plan, panelsOrNull, sums.Start);
                product.Device.Team.For(plan.Lanes * g.Groups * plan.Parts, 1, ref lanes);
            }
            else
            {
                var lanes = new SplitKGemm<TVector>(product, plan, panelsOrNull, sums.Start);
                product.Device.Team.For(plan.Lanes * g.Groups * plan.Parts, 1, ref lanes);
            }
            var total = new SplitKReduction(plan, g, product.Device.Pool, sums.Start, product.Target);
            product.Device.Team.For(g.Groups * plan.Rows, Math.Max(1, 4096 / (plan.Lanes * g.GroupOut)), ref total);
        }
    }
}
