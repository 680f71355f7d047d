namespace Equivariant;

/// <summary>
/// A <see cref="KernelIndexMap"/> in the memory of a device, for <see cref="Ops.ExpandKernel"/> and
/// <see cref="Ops.SymmetricConv"/>, with what is derived from it once. Made once and owned by whoever uses the map, as a layer
/// does.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="device">Where; <see cref="Device.Cpu"/> if null.</param>
public sealed class IndexTables(KernelIndexMap map, Device? device = null) : IDisposable
{
    /// <summary>Plans that are kept; images of ever new sizes make new ones.</summary>
    private const int MostPlans = 1000;

    private readonly Dictionary<(Device, DType, ConvGeometry, OrientationReduction), SymmetricConvPlan> plans = [];
    private readonly Dictionary<object, Tensor> derived = [];

    /// <summary>The map.</summary>
    public KernelIndexMap Map => map;

    /// <summary>Where the tables are.</summary>
    public Device Device => Table.Device;

    /// <summary>The parameter of each tap, one row for each oriented copy; −1 for a tap that is zero.</summary>
    internal Tensor Table { get; } = Upload(map.Table, device);

    /// <summary>The positions of all parameters in <see cref="Table"/>.</summary>
    internal Tensor Positions { get; } = Upload(map.Positions, device);

    /// <summary>Where the positions of each parameter begin in <see cref="Positions"/>, and where the last ones end.</summary>
    internal Tensor Offsets { get; } = Upload(map.PositionOffsets, device);

    /// <summary>How a convolution by the map is computed, whose geometry is that of one copy.</summary>
    internal SymmetricConvPlan Plan(Device on, DType dtype, in ConvGeometry geometry, OrientationReduction reduction)
    {
        lock (plans)
        {
            if (plans.TryGetValue((on, dtype, geometry, reduction), out var plan))
                return plan;
            if (plans.Count == MostPlans)
                plans.Clear();
            return plans[(on, dtype, geometry, reduction)] = new(on, dtype, geometry, map, reduction);
        }
    }

    /// <summary>A table on the device that a kernel derives from the map, made when first asked for.</summary>
    /// <param name="key">What it depends on besides the map, of a type or value that no other kernel uses.</param>
    /// <param name="make">Makes it.</param>
    internal Tensor Derived(object key, Func<Tensor> make)
    {
        lock (derived)
        {
            if (!derived.TryGetValue(key, out var found))
                derived[key] = found = make();
            return found;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var tensor in derived.Values)
            tensor.Dispose();
        Table.Dispose();
        Positions.Dispose();
        Offsets.Dispose();
    }

    private static Tensor Upload(ReadOnlySpan<int> values, Device? device) => Tensor.From(values, [values.Length], device);
}

/// <summary>The index maps of a group convolution in the memory of a device, for <see cref="Ops.GroupConv"/>. Made once and owned
/// by whoever convolves, as a layer does.</summary>
/// <param name="group">The group of the orientations.</param>
/// <param name="kernelSize">Taps an axis.</param>
/// <param name="device">Where; <see cref="Device.Cpu"/> if null.</param>
/// <exception cref="ArgumentException">As for <see cref="GroupKernels.Joint"/>.</exception>
public sealed class GroupTables(SymmetryGroup group, ReadOnlySpan<int> kernelSize, Device? device = null) : IDisposable
{
    /// <summary>The group.</summary>
    public SymmetryGroup Group => group;

    /// <summary>Taps an axis.</summary>
    public IReadOnlyList<int> KernelSize { get; } = [.. kernelSize];

    /// <summary>The copies of a kernel, <see cref="GroupKernels.Joint"/>.</summary>
    public IndexTables Copies { get; } = new(GroupKernels.Joint(group, kernelSize), device);

    /// <summary>The adjoint's kernel, <see cref="GroupKernels.Adjoint"/>.</summary>
    internal IndexTables Adjoint { get; } = new(GroupKernels.Adjoint(group, kernelSize), device);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Copies.Dispose();
        Adjoint.Dispose();
    }
}
