namespace Equivariant.Cpu;

/// <summary>
/// Symmetric convolutions on the CPU. With one kernel (the rings of SRE-Conv) the taps of a parameter are summed first, and what
/// remains is a matrix product over channels · parameters. Several copies of a kernel go to <see cref="OrientedConv"/>.
/// </summary>
internal sealed unsafe class TunedSymmetricConv : ITuned<SymmetricConvOp.Forward, SymmetricConvArgs>
{
    public bool TryRun(CpuDevice device, int count, in SymmetricConvArgs args, in Operands operands)
    {
        if (!Takes(args, operands))
            return false;
        if (args.Copies > 1)
            return OrientedConv.Of(device, args, operands) is { } oriented && oriented.RunForward();
        var g = args.Geometry;
        var sweep = Sweep.Forward(g);
        using var room = new Rented<int>(device.Pool, TapSums.RoomFor(sweep.Taps, args.Parameters));
        new SweepProduct
        {
            Device = device, Sweep = sweep, Kernel = g.Kernel, Groups = g.Groups, Channels = g.GroupIn, Rows = g.GroupOut,
            Source = CpuDevice.Pointer<float>(operands.A), Weight = CpuDevice.Pointer<float>(operands.B),
            Bias = args.HasBias != 0 ? CpuDevice.Pointer<float>(operands.C) : null, Target = CpuDevice.Pointer<float>(operands.Y),
            WeightRow = g.GroupIn * args.Parameters, WeightChannel = args.Parameters,
            WeightGroup = g.GroupOut * g.GroupIn * args.Parameters,
            Sums = TapSums.Of(sweep, g.Kernel, CpuDevice.Pointer<int>(operands.I), args.Parameters, room.Start),
            Epilogue = new(args.Epilogue, operands),
        }.Run();
        return true;
    }

    /// <summary>Whether the launch was planned for these kernels.</summary>
    internal static bool Takes(in SymmetricConvArgs args, in Operands operands) =>
        args.Path == SymmetricConvPath.Factorised && operands.Y.DType == DType.Float32;
}

/// <summary>Its data gradient: the rings of dy, which are those of the kernel since a sum has no order.</summary>
internal sealed unsafe class TunedSymmetricConvDataGradient : ITuned<SymmetricConvOp.DataGradient, SymmetricConvArgs>
{
    public bool TryRun(CpuDevice device, int count, in SymmetricConvArgs args, in Operands operands)
    {
        if (!TunedSymmetricConv.Takes(args, operands))
            return false;
        if (args.Copies > 1)
            return OrientedConv.Of(device, args, operands) is { } oriented && oriented.RunDataGradient();
        var g = args.Geometry;
        for (var phase = 0; phase < Sweep.GradientPhases(g); phase++)
        {
            var sweep = Sweep.Gradient(g, phase);
            if (sweep.PointsPerImage == 0)
                continue;
            using var room = new Rented<int>(device.Pool, TapSums.RoomFor(sweep.Taps, args.Parameters));
            new SweepProduct
            {
                Device = device, Sweep = sweep, Kernel = g.Kernel, Groups = g.Groups, Channels = g.GroupOut, Rows = g.GroupIn,
                Source = CpuDevice.Pointer<float>(operands.A), Weight = CpuDevice.Pointer<float>(operands.B),
                Target = CpuDevice.Pointer<float>(operands.Y),
                WeightRow = args.Parameters, WeightChannel = g.GroupIn * args.Parameters,
                WeightGroup = g.GroupOut * g.GroupIn * args.Parameters,
                Sums = TapSums.Of(sweep, g.Kernel, CpuDevice.Pointer<int>(operands.I), args.Parameters, room.Start),
            }.Run();
        }
        return true;
    }
}

/// <summary>Its parameters' gradient: the weight gradient of a 1×1 convolution of the sums over the taps of each parameter, which
/// are written down as maps where groups are thin.</summary>
internal sealed unsafe class TunedSymmetricConvThetaGradient : ITuned<SymmetricConvOp.ThetaGradient, SymmetricConvArgs>
{
    public bool TryRun(CpuDevice device, int count, in SymmetricConvArgs args, in Operands operands)
    {
        if (!TunedSymmetricConv.Takes(args, operands))
            return false;
        if (args.Copies > 1)
            return OrientedConv.Of(device, args, operands) is { } oriented && oriented.RunThetaGradient();
        var g = args.Geometry;
        var sweep = Sweep.Forward(g);
        using var room = new Rented<int>(device.Pool, TapSums.RoomFor(sweep.Taps, args.Parameters));
        var sums = TapSums.Of(sweep, g.Kernel, CpuDevice.Pointer<int>(operands.I), args.Parameters, room.Start);
        var product = new WeightProduct
        {
            Device = device, Geometry = g, OutputGradient = CpuDevice.Pointer<float>(operands.A),
            Source = CpuDevice.Pointer<float>(operands.B), Target = CpuDevice.Pointer<float>(operands.Y), Sums = sums,
        };
        if (!WeightProduct.IsThin(g))
        {
            product.Run();
            return true;
        }
        using var maps = new Rented<float>(device.Pool, (long)g.Batch * g.InChannels * args.Parameters * g.Output.Count);
        VectorWidth.Run(device.VectorBits, new MakeMaps(device, sweep, g, sums, product.Source, maps.Start));
        (product with { Geometry = g.OfTapSums(args.Parameters), Source = maps.Start, Sums = default }).Run();
        return true;
    }

    private readonly struct MakeMaps(
        CpuDevice device, Sweep sweep, ConvGeometry g, TapSums sums, float* source, float* maps) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var range = new TapSumMaps<TVector>(sweep, sums, g.InChannels, device.Pool, source, maps);
            device.Team.For(g.Batch * g.InChannels, 1, ref range);
        }
    }
}
