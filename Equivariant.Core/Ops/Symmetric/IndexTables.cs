namespace Equivariant;

/// <summary>
/// A <see cref="KernelIndexMap"/> in the memory of a device, for <see cref="Ops.ExpandKernel"/>. Made once and owned by whoever
/// uses the map, as a layer does.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="device">Where; <see cref="Device.Cpu"/> if null.</param>
public sealed class IndexTables(KernelIndexMap map, Device? device = null) : IDisposable
{
    private readonly Dictionary<DType, TransformTables> transforms = [];

    /// <summary>The map.</summary>
    public KernelIndexMap Map => map;

    /// <summary>Where the tables are.</summary>
    public Device Device => Table.Device;

    /// <summary>The parameter of each tap, one row for each oriented copy; −1 for a tap that is zero.</summary>
    internal Tensor Table { get; } = Upload(map.Table, device);

    /// <summary>The places of all parameters in <see cref="Table"/>.</summary>
    internal Tensor Positions { get; } = Upload(map.Positions, device);

    /// <summary>Where the places of each parameter begin in <see cref="Positions"/>, and where the last ones end.</summary>
    internal Tensor Offsets { get; } = Upload(map.PositionOffsets, device);

    /// <summary>The transform of the map's copies, put on the device when first asked for.</summary>
    internal TransformTables Transform(in SymmetricConvArgs args, DType dtype)
    {
        lock (transforms)
        {
            if (!transforms.TryGetValue(dtype, out var found))
                transforms[dtype] = found = new(GroupTransforms.At(args.Transform), args.Geometry.Kernel, dtype, Device);
            return found;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var transform in transforms.Values)
            transform.Dispose();
        Table.Dispose();
        Positions.Dispose();
        Offsets.Dispose();
    }

    private static Tensor Upload(ReadOnlySpan<int> values, Device? device) => Tensor.From(values, [values.Length], device);
}
