namespace Equivariant.Cpu;

/// <summary>
/// Symmetric convolution by fewer products on the CPU. Of one kernel (the rings of SRE-Conv) the taps of each parameter are
/// summed, and what remains is a matrix product over channels · parameters. Of several copies the taps are transformed block by
/// block (<see cref="GroupTransform"/>), the parameters once, and the products add up to accumulators, which
/// <see cref="OrientedOutput{TVector}"/> makes the copies and their maxout of.
/// </summary>
internal sealed unsafe class FactorisedConv : ISymmetricConvPasses
{
    private readonly ConvGeometry g;
    private readonly bool isOriented;

    /// <summary>Numbers of a transformed kernel.</summary>
    private readonly int terms;

    /// <summary>The taps that the sums of the convolution take, and those of each phase of its data gradient; the owner keeps
    /// their lists.</summary>
    private readonly TapSums taps;
    private readonly TapSums[] gradientTaps;
    private readonly List<Array> owner = [];

    public FactorisedConv(SymmetricConvPlan plan)
    {
        (Plan, g, isOriented) = (plan, plan.Geometry, plan.Copies > 1);
        terms = isOriented ? Transform.Products : plan.Parameters;
        TapSums Sums(in OutputGrid grid, bool ofAccumulators) => isOriented
            ? TapSums.Of(grid, g.Kernel, Transform, ofAccumulators, owner) : TapSums.Of(grid, g.Kernel, plan.Map, owner);
        taps = Sums(OutputGrid.Forward(g), ofAccumulators: false);
        gradientTaps = [.. Enumerable.Range(0, OutputGrid.GradientPhases(g))
            .Select(phase => Sums(OutputGrid.Gradient(g, phase), ofAccumulators: true))];
    }

    public SymmetricConvPlan Plan { get; }

    public GroupTransform Transform => Plan.Transform!;

    /// <summary>What the accumulators are multiplied by besides.</summary>
    public float Scale => Plan.Reduction == OrientationReduction.Mean ? 1f / Plan.Copies : 1;

    /// <summary>How often a result holds its bias.</summary>
    public float BiasScale => Plan.Reduction == OrientationReduction.Sum ? Plan.Copies : 1;

    private long Weights => (long)g.OutChannels * g.GroupIn * terms;

    public void Forward(IndexTables tables, in Operands operands, in EpilogueArgs epilogue)
    {
        var device = DeviceOf(operands);
        using var transformed = new Rented<float>(device.Pool, isOriented ? Weights : 0);
        new ImplicitGemm
        {
            Device = device, Grid = OutputGrid.Forward(g), Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupIn,
            OutChannels = g.GroupOut, Source = CpuDevice.Pointer<float>(operands.A), Weight = Weight(operands, transformed.Start),
            Bias = CpuDevice.Pointer<float>(operands.C), Target = CpuDevice.Pointer<float>(operands.Y),
            WeightOutStride = g.GroupIn * terms, WeightInStride = terms, WeightGroupStride = g.GroupOut * g.GroupIn * terms,
            Sums = taps, Copies = isOriented ? this : null, ArgMax = (byte*)CpuDevice.Pointer<int>(operands.J),
            Epilogue = new PlaneEpilogue(epilogue, operands),
        }.Run();
        GC.KeepAlive(this);
    }

    /// <summary>A convolution of the rings of dy, which are those of the kernel since a sum has no order, or of the accumulators'
    /// gradients.</summary>
    public void DataGradient(IndexTables tables, in Operands operands)
    {
        var device = DeviceOf(operands);
        using var transformed = new Rented<float>(device.Pool, isOriented ? Weights : 0);
        using var table = new Rented<float>(device.Pool, isOriented ? OrientedGradient.TableSize(this) : 0);
        var weight = Weight(operands, transformed.Start);
        for (var phase = 0; phase < gradientTaps.Length; phase++)
        {
            var grid = OutputGrid.Gradient(g, phase);
            if (grid.PixelsPerImage == 0)
                continue;
            new ImplicitGemm
            {
                Device = device, Grid = grid, Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupOut,
                OutChannels = g.GroupIn, Source = OutputGradient(operands), Gradient = Gradient(operands, table.Start),
                Weight = weight, Target = CpuDevice.Pointer<float>(operands.Y), WeightOutStride = terms,
                WeightInStride = g.GroupIn * terms, WeightGroupStride = g.GroupOut * g.GroupIn * terms,
                Sums = gradientTaps[phase],
            }.Run();
        }
        GC.KeepAlive(this);
    }

    /// <summary>The weight gradient of a 1×1 convolution of the sums, which are written down as maps where groups are thin; for
    /// several copies that of the transformed parameters, transformed back.</summary>
    public void ThetaGradient(IndexTables tables, in Operands operands)
    {
        var device = DeviceOf(operands);
        var dtheta = CpuDevice.Pointer<float>(operands.Y);
        using var dweight = new Rented<float>(device.Pool, isOriented ? Weights : 0);
        using var table = new Rented<float>(device.Pool, isOriented ? OrientedGradient.TableSize(this) : 0);
        var gemm = new WeightGradientGemm
        {
            Device = device, Geometry = g, OutputGradient = OutputGradient(operands),
            Gradient = Gradient(operands, table.Start), Transform = isOriented ? Transform : null,
            Source = CpuDevice.Pointer<float>(operands.B), Target = isOriented ? dweight.Start : dtheta, Sums = taps,
        };
        if (!isOriented && WeightGradientGemm.IsThin(g))
        {
            using var maps = new Rented<float>(device.Pool, (long)g.Batch * g.InChannels * terms * g.Output.Count);
            VectorWidth.For(device, g.Batch * g.InChannels, 1,
                new TapSumMaps(OutputGrid.Forward(g), taps, g.InChannels, device.Pool, gemm.Source, maps.Start));
            (gemm with { Geometry = g.OfTapSums(terms), Source = maps.Start, Sums = default }).Run();
        }
        else
        {
            gemm.Run();
        }
        if (isOriented)
            Transformed(device, Transform.ToParameters, dweight.Start, dtheta);
        GC.KeepAlive(this);
    }

    private static CpuDevice DeviceOf(in Operands operands) => (CpuDevice)operands.Y.Device;

    private float* OutputGradient(in Operands operands) => isOriented ? null : CpuDevice.Pointer<float>(operands.A);

    private OrientedGradient Gradient(in Operands operands, float* table) => isOriented
        ? new(this, CpuDevice.Pointer<float>(operands.A), (byte*)CpuDevice.Pointer<int>(operands.J), table) : default;

    /// <summary>θ in B, or what it is transformed to.</summary>
    private float* Weight(in Operands operands, float* transformed)
    {
        var theta = CpuDevice.Pointer<float>(operands.B);
        if (!isOriented)
            return theta;
        Transformed(DeviceOf(operands), Transform.ToProducts, theta, transformed);
        return transformed;
    }

    /// <summary>[output, channel, product] from [output, channel, parameter], or by the adjoint the reverse.</summary>
    private void Transformed(CpuDevice device, SparseMatrix matrix, float* from, float* to) =>
        VectorWidth.Run(device.VectorBits, new Transforming(device, matrix, g.OutChannels * g.GroupIn, from, to));

    private readonly struct Transforming(CpuDevice device, SparseMatrix matrix, int kernels, float* from, float* to) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var transform = new ParameterTransform<TVector>(device.Pool, matrix, kernels, from, to);
            device.Team.For(transform.Count, 4, ref transform);
        }
    }
}
