namespace Equivariant.Cpu;

/// <summary>
/// Symmetric convolution by several copies of a kernel on the CPU, by a <see cref="GroupTransform"/>: the taps are transformed
/// block by block, the parameters once, and the products add up to accumulators, which <see cref="OrientedOutput{TVector}"/>
/// makes the copies and their maxout of.
/// </summary>
internal sealed unsafe class OrientedConv(SymmetricConvPlan plan, Operands operands)
{
    private readonly ConvGeometry g = plan.Geometry;

    public SymmetricConvPlan Plan => plan;

    public GroupTransform Transform => plan.Transform!;

    /// <summary>What the accumulators are multiplied by besides.</summary>
    public float Scale { get; } = plan.Reduction == OrientationReduction.Mean ? 1f / plan.Copies : 1;

    /// <summary>How often a result holds its bias.</summary>
    public float BiasScale { get; } = plan.Reduction == OrientationReduction.Sum ? plan.Copies : 1;

    private CpuDevice Device { get; } = (CpuDevice)operands.Y.Device;

    /// <summary>Products of a channel.</summary>
    private int Products => Transform.Products;

    /// <summary>y and the argmax from x in A, θ in B, bias in C.</summary>
    public void Forward(PlaneEpilogue epilogue)
    {
        using var weight = new Rented<float>(Device.Pool, (long)g.OutChannels * g.GroupIn * Products);
        Transformed(Transform.ToProducts, CpuDevice.Pointer<float>(operands.B), weight.Start);
        new ImplicitGemm
        {
            Device = Device, Grid = OutputGrid.Forward(g), Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupIn,
            OutChannels = g.GroupOut, Source = CpuDevice.Pointer<float>(operands.A), Weight = weight.Start,
            Bias = CpuDevice.Pointer<float>(operands.C), Target = CpuDevice.Pointer<float>(operands.Y),
            WeightOutStride = g.GroupIn * Products, WeightInStride = Products,
            WeightGroupStride = g.GroupOut * g.GroupIn * Products,
            Sums = GroupedTaps.Of(plan).Forward, Copies = this, ArgMax = (byte*)CpuDevice.Pointer<int>(operands.J),
            Epilogue = epilogue,
        }.Run();
        GC.KeepAlive(plan);
    }

    /// <summary>dx from dy in A, θ in B: a convolution of the accumulators' gradients.</summary>
    public void DataGradient()
    {
        using var weight = new Rented<float>(Device.Pool, (long)g.OutChannels * g.GroupIn * Products);
        Transformed(Transform.ToProducts, CpuDevice.Pointer<float>(operands.B), weight.Start);
        using var table = new Rented<float>(Device.Pool, OrientedGradient.TableSize(this));
        for (var phase = 0; phase < OutputGrid.GradientPhases(g); phase++)
        {
            var grid = OutputGrid.Gradient(g, phase);
            if (grid.PixelsPerImage == 0)
                continue;
            new ImplicitGemm
            {
                Device = Device, Grid = grid, Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupOut,
                OutChannels = g.GroupIn,
                Source = null, Gradient = Gradient(table.Start), Weight = weight.Start,
                Target = CpuDevice.Pointer<float>(operands.Y),
                WeightOutStride = Products, WeightInStride = g.GroupIn * Products,
                WeightGroupStride = g.GroupOut * g.GroupIn * Products,
                Sums = GroupedTaps.Of(plan).Gradient[phase],
            }.Run();
        }
        GC.KeepAlive(plan);
    }

    /// <summary>dθ from dy in A, x in B: the gradient of the transformed parameters, transformed back.</summary>
    public void ThetaGradient()
    {
        using var dweight = new Rented<float>(Device.Pool, (long)g.OutChannels * g.GroupIn * Products);
        using var table = new Rented<float>(Device.Pool, OrientedGradient.TableSize(this));
        new WeightGradientGemm
        {
            Device = Device, Geometry = g, OutputGradient = null, Gradient = Gradient(table.Start), Transform = Transform,
            Source = CpuDevice.Pointer<float>(operands.B), Target = dweight.Start, Sums = GroupedTaps.Of(plan).Forward,
        }.Run();
        Transformed(Transform.ToParameters, dweight.Start, CpuDevice.Pointer<float>(operands.Y));
        GC.KeepAlive(plan);
    }

    private OrientedGradient Gradient(float* table) =>
        new(this, CpuDevice.Pointer<float>(operands.A), (byte*)CpuDevice.Pointer<int>(operands.J), table);

    /// <summary>[output, channel, product] from [output, channel, parameter], or by the adjoint the reverse.</summary>
    private void Transformed(SparseMatrix matrix, float* from, float* to) =>
        VectorWidth.Run(Device.VectorBits, new Transforming(Device, matrix, g.OutChannels * g.GroupIn, from, to));

    private readonly struct Transforming(CpuDevice device, SparseMatrix matrix, int kernels, float* from, float* to) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var transform = new ParameterTransform<TVector>(device.Pool, matrix, kernels, from, to);
            device.Team.For(transform.Count, 4, ref transform);
        }
    }
}
