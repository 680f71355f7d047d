namespace Equivariant.Cpu;

/// <summary>
/// A convolution or a phase of its data gradient, group by group:
/// result[row, point] = bias[row] + Σ weight[row, channel, tap] · source[channel, point through tap].
/// An implicit matrix product, by a <see cref="PointRange{TVector}"/> where the rows fill vectors, or a
/// <see cref="CellRange{TVector}"/> if taps are summed first, by a <see cref="SweepRange{TVector}"/> where there are few, and by a <see cref="DirectSweep{TVector}"/> where groups are thin.
/// </summary>
internal readonly unsafe struct SweepProduct
{
    /// <summary>Length of the sums that are kept in registers: a panel of so many rows fits the first-level cache.</summary>
    private const int RegisterSum = 128;

    /// <summary>Rows times channels up to which a group is too thin for a matrix product;
    /// depthwise convolutions above all.</summary>
    public const int ThinGroup = 4;

    public required CpuDevice Device { get; init; }

    public required Sweep Sweep { get; init; }

    public required Volume Kernel { get; init; }

    public required int Groups { get; init; }

    /// <summary>Source channels of a group.</summary>
    public required int Channels { get; init; }

    /// <summary>Result channels of a group.</summary>
    public required int Rows { get; init; }

    public required float* Source { get; init; }

    public required float* Target { get; init; }

    public required float* Weight { get; init; }

    /// <summary>A number per result channel, or null.</summary>
    public float* Bias { get; init; }

    /// <summary>What becomes of complete sums besides, if anything; only where every cell of the result is a point.</summary>
    public PlaneFinish Finish { get; init; }

    /// <summary>Elements from row to row of the weight.</summary>
    public required int WeightRow { get; init; }

    /// <summary>Elements from channel to channel of the weight.</summary>
    public required int WeightChannel { get; init; }

    /// <summary>Elements from group to group of the weight.</summary>
    public required int WeightGroup { get; init; }

    /// <summary>Taps that are summed before they are multiplied, if any.</summary>
    public TapSums Sums { get; init; }

    /// <summary>The copies of a kernel that the sums are transformed for, if they are; they make the results.</summary>
    public OrientedConv? Copies { get; init; }

    /// <summary>Whose accumulators' gradients are the source, if they are.</summary>
    public OrientedGradient Gradient { get; init; }

    /// <summary>A byte per result for the copy that it comes from, or null.</summary>
    public byte* ArgMax { get; init; }

    /// <summary>Order of the factors where taps are summed.</summary>
    public CellPlan Cells => new(Channels, Sums, Copies?.Transform);

    /// <summary>Products for each channel and point.</summary>
    public int Terms => Sums.Any ? Sums.Terms : Sweep.Taps;

    /// <summary>Channels whose terms make one register sum.</summary>
    public int ChannelsAtOnce => ChannelsFor(RegisterSum);

    /// <summary>Channels whose terms make a sum of about <paramref name="length"/> factors.</summary>
    public int ChannelsFor(int length)
    {
        var most = Math.Max(1, (length + (Terms / 2)) / Math.Max(1, Terms));
        var pieces = (Channels + most - 1) / most;
        return (Channels + pieces - 1) / pieces;
    }

    /// <summary>Does the product on all cores.</summary>
    public void Run() => VectorWidth.Run(Device.VectorBits, new Launch(this));

    private readonly struct Launch(SweepProduct product) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            if (!product.Sums.Any && product.Groups > 1 && product.Rows * product.Channels <= ThinGroup)
            {
                var direct = new DirectSweep<TVector>(product);
                product.Device.Team.For(product.Sweep.Batch * product.Groups, 1, ref direct);
                FinishPlanes();
                return;
            }
            var pool = product.Device.Pool;
            var isOriented = product.Copies is not null || product.Gradient.Any;
            if (product.Sweep.Taps > 0 && (isOriented || PointRange<TVector>.Suits(product)))
            {
                using var panels = new Rented<float>(pool, PointWeight<TVector>.Room(product));
                var weight = new PointWeight<TVector>(product, panels.Start);
                product.Device.Team.For(weight.Count, 1, ref weight);
                if (product.Sums.Any)
                {
                    var cells = new CellRange<TVector>(product, panels.Start);
                    product.Device.Team.For(cells.Count, 1, ref cells);
                    return;
                }
                var points = new PointRange<TVector>(product, panels.Start);
                product.Device.Team.For(points.Count, 1, ref points);
                return;
            }
            var range = new SweepRange<TVector>(product);
            product.Device.Team.For(range.Count, 1, ref range);
            FinishPlanes();
        }

        private void FinishPlanes()
        {
            if (!product.Finish.Any)
                return;
            var channels = product.Groups * product.Rows;
            var planes = new FinishedPlanes(product.Finish, product.Target, channels, product.Sweep.TargetPlane);
            product.Device.Team.For(product.Sweep.Batch * channels, 1, ref planes);
        }
    }
}
