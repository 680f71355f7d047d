namespace Equivariant.Cpu;

/// <summary>
/// Symmetric convolution by several copies of a kernel on the CPU, by a <see cref="GroupTransform"/>: the taps are transformed
/// block by block, the parameters once, and the products add up to accumulators, which become the copies and their
/// maximum.
/// </summary>
internal sealed unsafe record OrientedConv
{
    private readonly Operands operands;

    private OrientedConv(CpuDevice device, in SymmetricConvArgs args, in Operands operands, GroupTransform all)
    {
        (Device, Args, this.operands, Transform) = (device, args, operands, all.For(args.Reduction));
        Scale = args.Reduction == OrientationReduction.Mean ? 1f / args.Copies : 1;
        BiasScale = args.Reduction == OrientationReduction.Sum ? args.Copies : 1;
    }

    public CpuDevice Device { get; }

    public SymmetricConvArgs Args { get; }

    public GroupTransform Transform { get; }

    /// <summary>What the accumulators are multiplied by besides.</summary>
    public float Scale { get; }

    /// <summary>How often a result holds its bias.</summary>
    public float BiasScale { get; }

    public bool IsMax => Args.Reduction == OrientationReduction.Max;

    /// <summary>Products of a channel.</summary>
    public int Products => Transform.Products;

    private ConvGeometry Geometry => Args.Geometry;

    /// <summary>The convolution, if the map that a launch carries has a transform.</summary>
    public static OrientedConv? Of(CpuDevice device, in SymmetricConvArgs args, in Operands operands) =>
        args.Transform >= 0 ? new(device, args, operands, GroupTransforms.At(args.Transform)) : null;

    /// <summary>y and the winners from x in A, θ in B, bias in C.</summary>
    public bool RunForward()
    {
        using var weight = new Rented<float>(Device.Pool, (long)Geometry.OutChannels * Geometry.GroupIn * Products);
        TransformParameters(CpuDevice.Pointer<float>(operands.B), weight.Start);
        var sweep = Sweep.Forward(Geometry);
        using var room = new Rented<int>(Device.Pool, TapSums.RoomFor(Transform));
        var g = Geometry;
        new SweepProduct
        {
            Device = Device, Sweep = sweep, Kernel = g.Kernel, Groups = g.Groups, Channels = g.GroupIn, Rows = g.GroupOut,
            Source = CpuDevice.Pointer<float>(operands.A), Weight = weight.Start, Bias = CpuDevice.Pointer<float>(operands.C),
            Target = CpuDevice.Pointer<float>(operands.Y),
            WeightRow = g.GroupIn * Products, WeightChannel = Products, WeightGroup = g.GroupOut * g.GroupIn * Products,
            Sums = TapSums.Of(sweep, g.Kernel, Transform, ofAccumulators: false, room.Start), Copies = this,
            Winners = Args.KeepsWinners != 0 ? (byte*)CpuDevice.Pointer<int>(operands.J) : null, Epilogue = new(Args.Epilogue, operands),
        }.Run();
        return true;
    }

    /// <summary>dx from dy in A, θ in B: a convolution of the accumulators' gradients.</summary>
    public bool RunDataGradient()
    {
        var g = Geometry;
        using var weight = new Rented<float>(Device.Pool, (long)g.OutChannels * g.GroupIn * Products);
        TransformParameters(CpuDevice.Pointer<float>(operands.B), weight.Start);
        using var room = new Rented<int>(Device.Pool, TapSums.RoomFor(Transform));
        using var table = new Rented<float>(Device.Pool, OrientedGradient.TableRoom(this));
        for (var phase = 0; phase < Sweep.GradientPhases(g); phase++)
        {
            var sweep = Sweep.Gradient(g, phase);
            if (sweep.PointsPerImage == 0)
                continue;
            new SweepProduct
            {
                Device = Device, Sweep = sweep, Kernel = g.Kernel, Groups = g.Groups, Channels = g.GroupOut, Rows = g.GroupIn,
                Source = null, Gradient = Gradient(table.Start), Weight = weight.Start,
                Target = CpuDevice.Pointer<float>(operands.Y),
                WeightRow = Products, WeightChannel = g.GroupIn * Products, WeightGroup = g.GroupOut * g.GroupIn * Products,
                Sums = TapSums.Of(sweep, g.Kernel, Transform, ofAccumulators: true, room.Start),
            }.Run();
        }
        return true;
    }

    /// <summary>dθ from dy in A, x in B: the gradient of the transformed parameters, transformed back.</summary>
    public bool RunThetaGradient()
    {
        var g = Geometry;
        using var dweight = new Rented<float>(Device.Pool, (long)g.OutChannels * g.GroupIn * Products);
        var sweep = Sweep.Forward(g);
        using var room = new Rented<int>(Device.Pool, TapSums.RoomFor(Transform));
        using var table = new Rented<float>(Device.Pool, OrientedGradient.TableRoom(this));
        new WeightProduct
        {
            Device = Device, Geometry = g, OutputGradient = null, Gradient = Gradient(table.Start), Transform = Transform,
            Source = CpuDevice.Pointer<float>(operands.B), Target = dweight.Start,
            Sums = TapSums.Of(sweep, g.Kernel, Transform, ofAccumulators: false, room.Start),
        }.Run();
        TransformGradient(dweight.Start, CpuDevice.Pointer<float>(operands.Y));
        return true;
    }

    private OrientedGradient Gradient(float* table) =>
        new(this, CpuDevice.Pointer<float>(operands.A), IsMax ? (byte*)CpuDevice.Pointer<int>(operands.J) : null, table);

    /// <summary>[output, channel, product] from [output, channel, parameter].</summary>
    private void TransformParameters(float* theta, float* weight) => Transformed(Transform.ToProducts, theta, weight);

    /// <summary>The adjoint, of [output, channel, product].</summary>
    private void TransformGradient(float* dweight, float* dtheta) => Transformed(Transform.ToParameters, dweight, dtheta);

    private void Transformed(SparseMatrix matrix, float* from, float* to) =>
        VectorWidth.Run(Device.VectorBits, new Transforming(Device, matrix, Geometry.OutChannels * Geometry.GroupIn, from, to));

    private readonly struct Transforming(CpuDevice device, SparseMatrix matrix, int kernels, float* from, float* to) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var transform = new ParameterTransform<TVector>(device.Pool, matrix, kernels, from, to);
            device.Team.For(transform.Count, 4, ref transform);
        }
    }
}
