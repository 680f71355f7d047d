using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu;

/// <summary>
/// The gradient of an <see cref="OrientedConv"/>'s transformed parameters: for each accumulator a matrix product over the
/// points, of the transformed taps and the accumulator's gradient.
/// </summary>
internal readonly unsafe struct OrientedWeightProduct
{
    /// <summary>Lanes times groups times parts to aim at, and bytes of sums that a lane keeps within its cache.</summary>
    private const int Pieces = 24, SumBytes = 512 * 1024;

    public required OrientedConv Conv { get; init; }

    public required Sweep Sweep { get; init; }

    public required TapSums Taps { get; init; }

    public required float* Source { get; init; }

    public required OrientedGradient Gradient { get; init; }

    /// <summary>[output, (accumulator, channel, product)].</summary>
    public required float* Target { get; init; }

    /// <summary>Computes the gradient on all cores.</summary>
    public void Run<TVector>() where TVector : struct, IVector<TVector>
    {
        var (device, g) = (Conv.Device, Conv.Args.Geometry);
        var plan = WeightPlan.Of(g, Sweep, Conv.Products, TVector.Count, Pieces, SumBytes);
        using var sums = new Rented<float>(device.Pool, plan.Lanes * plan.LaneSize);
        var lanes = new OrientedLanes<TVector>(this, plan, sums.Start);
        device.Team.For(plan.Lanes * g.Groups * plan.Parts, 1, ref lanes);
        var total = new WeightTotal(plan, g, device.Pool, sums.Start, Target);
        device.Team.For(g.Groups * plan.Rows, Math.Max(1, 4096 / (plan.Lanes * g.GroupOut)), ref total);
    }
}
