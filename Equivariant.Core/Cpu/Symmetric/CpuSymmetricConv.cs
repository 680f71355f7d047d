namespace Equivariant.Cpu;

/// <summary>
/// Symmetric convolutions on the CPU. With one kernel (the rings of SRE-Conv) the taps of a parameter are summed first, and what
/// remains is a matrix product over channels · parameters. Several copies of a kernel go to <see cref="OrientedConv"/>.
/// </summary>
internal sealed unsafe class CpuSymmetricConv : ISymmetricConvKernels
{
    /// <summary>A copy that the plain body of a maximum compares with the largest, in products of the tuned
    /// convolution.</summary>
    private const double ComparedCopy = 100;

    /// <summary>A tap of a transform's sum, or a number of a map that is written to be read again, in products of the tuned
    /// convolution: measured, with it group convolutions change their way at 16 channels or so, where both take as
    /// long.</summary>
    private const double SummedTap = 12;

    public SymmetricConvPath ChoosePath(Device device, SymmetricConvPlan plan, DType dtype)
    {
        var cpu = (CpuDevice)device;
        if (cpu.ForcedPath is SymmetricConvPath.Plain or SymmetricConvPath.Dense)
            return cpu.ForcedPath;
        if (cpu.ForcedPath == SymmetricConvPath.Staged && StagedSymmetricConv.Has(plan))
            return SymmetricConvPath.Staged;
        if (!cpu.UsesTunedKernels || dtype != DType.Float32)
            return SymmetricConvPath.Plain;
        var factorised = plan.Copies > 1 ? TransformedWork(plan) : TapSumWork(plan);
        if (factorised < double.PositiveInfinity && cpu.ForcedPath == SymmetricConvPath.Factorised)
            return SymmetricConvPath.Factorised;
        return factorised <= DenseWork(plan) ? SymmetricConvPath.Factorised : SymmetricConvPath.Dense;
    }

    public long StageBytes(Device device) => ((CpuDevice)device).StageBytes;

    public void Forward(SymmetricConvPlan plan, IndexTables tables, in Operands operands, in EpilogueArgs epilogue)
    {
        var planes = new PlaneEpilogue(epilogue, operands);
        if (plan.Copies > 1)
        {
            new OrientedConv(plan, operands).Forward(planes);
            return;
        }
        var g = plan.Geometry;
        new ImplicitGemm
        {
            Device = DeviceOf(operands), Grid = OutputGrid.Forward(g), Kernel = g.Kernel, Groups = g.Groups,
            InChannels = g.GroupIn, OutChannels = g.GroupOut, Source = CpuDevice.Pointer<float>(operands.A),
            Weight = CpuDevice.Pointer<float>(operands.B),
            Bias = CpuDevice.Pointer<float>(operands.C), Target = CpuDevice.Pointer<float>(operands.Y),
            WeightOutStride = g.GroupIn * plan.Parameters, WeightInStride = plan.Parameters,
            WeightGroupStride = g.GroupOut * g.GroupIn * plan.Parameters, Sums = GroupedTaps.Of(plan).Forward, Epilogue = planes,
        }.Run();
        GC.KeepAlive(plan);
    }

    /// <summary>The rings of dy, which are those of the kernel since a sum has no order.</summary>
    public void DataGradient(SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        if (plan.Copies > 1)
        {
            new OrientedConv(plan, operands).DataGradient();
            return;
        }
        var g = plan.Geometry;
        for (var phase = 0; phase < OutputGrid.GradientPhases(g); phase++)
        {
            var grid = OutputGrid.Gradient(g, phase);
            if (grid.PixelsPerImage == 0)
                continue;
            new ImplicitGemm
            {
                Device = DeviceOf(operands), Grid = grid, Kernel = g.Kernel, Groups = g.Groups, InChannels = g.GroupOut,
                OutChannels = g.GroupIn, Source = CpuDevice.Pointer<float>(operands.A),
                Weight = CpuDevice.Pointer<float>(operands.B),
                Target = CpuDevice.Pointer<float>(operands.Y), WeightOutStride = plan.Parameters,
                WeightInStride = g.GroupIn * plan.Parameters, WeightGroupStride = g.GroupOut * g.GroupIn * plan.Parameters,
                Sums = GroupedTaps.Of(plan).Gradient[phase],
            }.Run();
        }
        GC.KeepAlive(plan);
    }

    /// <summary>The weight gradient of a 1×1 convolution of the sums over the taps of each parameter, which are written down as
    /// maps where groups are thin.</summary>
    public void ThetaGradient(SymmetricConvPlan plan, IndexTables tables, in Operands operands)
    {
        if (plan.Copies > 1)
        {
            new OrientedConv(plan, operands).ThetaGradient();
            return;
        }
        var (g, device, sums) = (plan.Geometry, DeviceOf(operands), GroupedTaps.Of(plan).Forward);
        var gemm = new WeightGradientGemm
        {
            Device = device, Geometry = g, OutputGradient = CpuDevice.Pointer<float>(operands.A),
            Source = CpuDevice.Pointer<float>(operands.B), Target = CpuDevice.Pointer<float>(operands.Y), Sums = sums,
        };
        if (WeightGradientGemm.IsThin(g))
        {
            using var maps = new Rented<float>(device.Pool, (long)g.Batch * g.InChannels * plan.Parameters * g.Output.Count);
            VectorWidth.Run(device.VectorBits, new MakeMaps(device, g, sums, gemm.Source, maps.Start));
            (gemm with { Geometry = g.OfTapSums(plan.Parameters), Source = maps.Start, Sums = default }).Run();
        }
        else
        {
            gemm.Run();
        }
        GC.KeepAlive(plan);
    }

    private static CpuDevice DeviceOf(in Operands operands) => (CpuDevice)operands.Y.Device;

    /// <summary>
    /// One kernel whose taps share parameters: a sum over its taps for each input channel and pixel, then a product for each
    /// parameter. Infinite where parameters are no fewer than taps.
    /// </summary>
    private static double TapSumWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        if (plan.Parameters >= plan.Taps || !IsIndexable(g.InChannels, plan.Parameters, g.Output))
            return double.PositiveInfinity;
        var sums = (double)g.Batch * g.InChannels * g.Output.Count * plan.Taps;
        return sums + (Products(plan) * plan.Parameters / plan.Taps);
    }

    /// <summary>
    /// Several copies of a kernel: a transform of the taps for each input channel and pixel, the transform's products, and what
    /// makes the copies of the accumulators. Infinite where there is no transform.
    /// </summary>
    private static double TransformedWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        if (plan.Transform is not { } transform || !IsIndexable(g.OutChannels, transform.Accumulators, g.Output))
            return double.PositiveInfinity;
        var pixels = (double)g.Batch * g.Output.Count;
        // A tile has at least four rows.
        var rows = (double)g.Groups * ((g.GroupOut + 3) / 4 * 4);
        return (SummedTap * pixels * g.InChannels * transform.DistinctInputTerms)
            + (pixels * rows * ((g.GroupIn * transform.Products) + transform.OutputTerms));
    }

    private static double DenseWork(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        return ((double)g.Batch * g.InChannels * g.Output.Count * plan.Taps)
            + (Products(plan) * (plan.Reduction.IsSum() ? 1 : plan.Copies))
            + (plan.IsMax ? ComparedCopy * plan.Copies * g.Batch * g.OutChannels * g.Output.Count : 0);
    }

    /// <summary>Whether the maps of sums that the gradients make of one image can be indexed.</summary>
    private static bool IsIndexable(int channels, int sums, Volume cells) =>
        (Int128)channels * sums * cells.Count <= ShapeTooLargeException.MostElements;

    /// <summary>Products of one copy.</summary>
    private static double Products(SymmetricConvPlan plan) =>
        (double)plan.Geometry.Batch * plan.Geometry.OutChannels * plan.Geometry.Output.Count * plan.Geometry.Products;

    private readonly struct MakeMaps(CpuDevice device, ConvGeometry g, TapSums sums, float* source, float* maps) : IVectorWork
    {
        public void Run<TVector>() where TVector : struct, IVector<TVector>
        {
            var range = new TapSumMaps<TVector>(OutputGrid.Forward(g), sums, g.InChannels, device.Pool, source, maps);
            device.Team.For(g.Batch * g.InChannels, 1, ref range);
        }
    }
}

/// <summary>The taps that a plan's sums take, sorted once for all passes: those of one kernel by parameter, those of several
/// copies by the sums of their transform.</summary>
internal sealed class GroupedTaps
{
    private readonly List<Array> owner = [];

    private GroupedTaps(SymmetricConvPlan plan)
    {
        var g = plan.Geometry;
        TapSums Sums(in OutputGrid grid, bool ofAccumulators) => plan.Copies == 1 ? TapSums.Of(grid, g.Kernel, plan.Map, owner)
            : TapSums.Of(grid, g.Kernel, plan.Transform!, ofAccumulators, owner);
        Forward = Sums(OutputGrid.Forward(g), ofAccumulators: false);
        Gradient = [.. Enumerable.Range(0, OutputGrid.GradientPhases(g))
            .Select(phase => Sums(OutputGrid.Gradient(g, phase), ofAccumulators: true))];
    }

    /// <summary>Of the convolution.</summary>
    public TapSums Forward { get; }

    /// <summary>Of each phase of its data gradient.</summary>
    public TapSums[] Gradient { get; }

    /// <summary>The sums of a plan, which holds them.</summary>
    public static GroupedTaps Of(SymmetricConvPlan plan) => plan.Prepared(static plan => new GroupedTaps(plan));
}
