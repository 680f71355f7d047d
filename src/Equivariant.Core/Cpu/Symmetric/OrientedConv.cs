using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Vectors;
using Equivariant.Kernels;
using Equivariant.Symmetry;

namespace Equivariant.Cpu;

/// <summary>
/// Symmetric convolution by several copies of a kernel on the CPU, by a <see cref="GroupTransform"/>: the taps are transformed
/// while a panel is packed, the parameters once, and the products add up to accumulators, which become the copies and their
/// maximum.
/// </summary>
internal sealed unsafe record OrientedConv
{
    /// <summary>Bytes of transformed gradients that are made at once.</summary>
    private const long GradientBytes = 4 << 20;

    private readonly Operands operands;

    private OrientedConv(CpuDevice device, in SymmetricConvArgs args, in Operands operands, GroupTransform all)
    {
        var isSummed = args.Reduction is OrientationReduction.Mean or OrientationReduction.Sum;
        (Device, Args, this.operands, Transform) = (device, args, operands, isSummed ? all.Summed : all);
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
    public static OrientedConv? Of(CpuDevice device, in SymmetricConvArgs args, in Operands operands)
    {
        var table = new ReadOnlySpan<int>(CpuDevice.Pointer<int>(operands.I), args.Copies * args.Taps);
        return GroupTransforms.Find(args.Geometry.Kernel, args.Copies, table) is { } transform
            ? new(device, args, operands, transform) : null;
    }

    /// <summary>y and the winners from x in A, θ in B, bias in C.</summary>
    public bool RunForward(PlaneFinish finish)
    {
        using var weight = new Rented<float>(Device.Pool, (long)Geometry.OutChannels * Geometry.GroupIn * Products);
        TransformParameters(CpuDevice.Pointer<float>(operands.B), weight.Start);
        var sweep = Sweep.Forward(Geometry);
        using var room = new Rented<int>(Device.Pool, TapSums.RoomFor(Transform));
        VectorWidth.Run(Device.VectorBits, new Forward(new OrientedProduct
        {
            Finish = finish,
            Conv = this, Sweep = sweep, Taps = TapSums.Of(sweep, Geometry.Kernel, Transform, ofAccumulators: false, room.Start),
            Source = CpuDevice.Pointer<float>(operands.A), Weight = weight.Start, Bias = CpuDevice.Pointer<float>(operands.C),
            Target = CpuDevice.Pointer<float>(operands.Y),
            Winners = Args.KeepsWinners != 0 ? (byte*)CpuDevice.Pointer<int>(operands.J) : null,
        }));
        return true;
    }

    /// <summary>dx from dy in A, θ in B: a convolution of the accumulators' gradients, some images at a time.</summary>
    public bool RunDataGradient()
    {
        var g = Geometry;
        using var weight = new Rented<float>(Device.Pool, (long)g.OutChannels * g.GroupIn * Products);
        TransformParameters(CpuDevice.Pointer<float>(operands.B), weight.Start);
        var gradient = Gradient();
        var perImage = (long)g.OutChannels * Transform.Accumulators * g.Output.Count;
        var images = (int)Math.Clamp(GradientBytes / (4 * perImage), 1, g.Batch);
        using var maps = new Rented<float>(Device.Pool, images * perImage);
        using var room = new Rented<int>(Device.Pool, TapSums.RoomFor(Transform));
        for (var first = 0; first < g.Batch; first += images)
        {
            var some = g.OfImages(Math.Min(images, g.Batch - first));
            var planes = new OrientedGradientMaps(gradient, first * g.OutChannels, g.Output.Count, maps.Start);
            Device.Team.For(some.Batch * g.OutChannels, 1, ref planes);
            for (var phase = 0; phase < Sweep.GradientPhases(g); phase++)
            {
                var sweep = Sweep.Gradient(some, phase);
                if (sweep.PointsPerImage == 0)
                    continue;
                new SweepProduct
                {
                    Device = Device, Sweep = sweep, Kernel = g.Kernel, Groups = g.Groups, Channels = g.GroupOut, Rows = g.GroupIn,
                    Source = maps.Start, Weight = weight.Start,
                    Target = CpuDevice.Pointer<float>(operands.Y) + ((nint)first * g.InChannels * g.Input.Count),
                    WeightRow = Products, WeightChannel = g.GroupIn * Products, WeightGroup = g.GroupOut * g.GroupIn * Products,
                    Sums = TapSums.Of(sweep, g.Kernel, Transform, ofAccumulators: true, room.Start),
                }.Run();
            }
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
        VectorWidth.Run(Device.VectorBits, new ThetaGradient(new OrientedWeightProduct
        {
            Conv = this, Sweep = sweep, Taps = TapSums.Of(sweep, g.Kernel, Transform, ofAccumulators: false, room.Start),
            Source = CpuDevice.Pointer<float>(operands.B), Gradient = Gradient(), Target = dweight.Start,
        }));
        TransformGradient(dweight.Start, CpuDevice.Pointer<float>(operands.Y));
        return true;
    }

    private OrientedGradient Gradient() =>
        new(this, CpuDevice.Pointer<float>(operands.A), IsMax ? (byte*)CpuDevice.Pointer<int>(operands.J) : null);

    /// <summary>[output, channel, product] from [output, channel, parameter].</summary>
    private void TransformParameters(float* theta, float* weight)
    {
        var transform = new ParameterTransform(Transform, theta, weight);
        Device.Team.For(Geometry.OutChannels * Geometry.GroupIn, 64, ref transform);
    }

    /// <summary>Indices are kernels.</summary>
    private readonly struct ParameterTransform(GroupTransform transform, float* theta, float* weight) : IRange
    {
        public void Run(int start, int end)
        {
            var (cells, products) = (GroupTransform.Cells, transform.Products);
            for (var kernel = start; kernel < end; kernel++)
            {
                for (var product = 0; product < products; product++)
                {
                    var sum = 0.0;
                    for (var parameter = 0; parameter < cells; parameter++)
                        sum += transform.Parameters[(product * cells) + parameter] * theta[(kernel * cells) + parameter];
                    weight[((nint)kernel * products) + product] = (float)sum;
                }
            }
        }
    }

    /// <summary>The adjoint; a gradient's products lie accumulator by accumulator, (channel, product) in each.</summary>
    private void TransformGradient(float* dweight, float* dtheta)
    {
        var channels = Geometry.GroupIn;
        var sums = stackalloc double[GroupTransform.Cells];
        for (var output = 0; output < Geometry.OutChannels; output++, dweight += channels * Products)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                new Span<double>(sums, GroupTransform.Cells).Clear();
                for (var product = 0; product < Products; product++)
                {
                    var a = Transform.AccumulatorOf[product];
                    var (start, end) = (Transform.Starts[a], Transform.Starts[a + 1]);
                    var value = dweight[(channels * start) + (channel * (end - start)) + product - start];
                    for (var parameter = 0; parameter < GroupTransform.Cells; parameter++)
                        sums[parameter] += Transform.Parameters[(product * GroupTransform.Cells) + parameter] * value;
                }
                for (var parameter = 0; parameter < GroupTransform.Cells; parameter++)
                    *dtheta++ = (float)sums[parameter];
            }
        }
    }

    private readonly struct Forward(OrientedProduct product) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var (device, channelsAtOnce) = (product.Conv.Device, OrientedRange<TVector>.ChannelsAtOnce(product));
            using var packed = new Rented<float>(device.Pool, new OrientedWeight<TVector>(product, channelsAtOnce, null).Room);
            var weight = new OrientedWeight<TVector>(product, channelsAtOnce, packed.Start);
            device.Team.For(weight.Count, 1, ref weight);
            var range = new OrientedRange<TVector>(product, packed.Start);
            device.Team.For(range.Count, 1, ref range);
        }
    }

    private readonly struct ThetaGradient(OrientedWeightProduct product) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector> => product.Run<TVector>();
    }
}
