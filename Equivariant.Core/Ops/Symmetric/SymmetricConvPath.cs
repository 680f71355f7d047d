namespace Equivariant;

/// <summary>The ways to compute <see cref="Ops.SymmetricConv"/>; all give the same numbers but for rounding.</summary>
public enum SymmetricConvPath
{
    /// <summary>The cheapest by counted work.</summary>
    Auto,

    /// <summary>As <see cref="Dense"/> by the plain kernel bodies, which follow the definition: slow, the reference for the
    /// others.</summary>
    Plain,

    /// <summary>Expand the parameters to dense kernels, convolve with those, reduce.</summary>
    Dense,

    /// <summary>Transform the taps and the parameters instead of the maps, where there is a transform for the copies.</summary>
    Factorised,

    /// <summary>As <see cref="Factorised"/>, in stages that write down what they make: for devices without a kernel that does all
    /// of it at once.</summary>
    Staged,
}

/// <summary>Tells which way <see cref="Ops.SymmetricConv"/> takes, for those who count its work.</summary>
public static class SymmetricConvChoice
{
    /// <summary>The way taken on a device for operands of these shapes in float32.</summary>
    /// <param name="device">Where it would be computed.</param>
    /// <param name="x">Shape of the input, as in <see cref="Ops.SymmetricConv"/>.</param>
    /// <param name="theta">Shape of the parameters.</param>
    /// <param name="map">The index map.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for PyTorch's defaults.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together.</exception>
    public static SymmetricConvPath Of(
        Device device, Shape x, Shape theta, KernelIndexMap map, ConvOptions? options = null,
        OrientationReduction reduction = OrientationReduction.None)
    {
        var geometry = ConvGeometry.Of(
            nameof(Ops.SymmetricConv), x, [theta[0], theta[1], .. map.KernelSize], options ?? ConvOptions.Default);
        return new SymmetricConvPlan(device, DType.Float32, geometry, map, reduction).Path;
    }

    /// <summary>The way that <see cref="Ops.GroupConv"/> takes on a device for operands of these shapes in float32: dense,
    /// factorised or staged.</summary>
    /// <param name="device">Where it would be computed.</param>
    /// <param name="x">Shape of the input, as in <see cref="Ops.GroupConv"/>.</param>
    /// <param name="theta">Shape of the weights.</param>
    /// <param name="tables">The group and its maps.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for PyTorch's defaults.</param>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together.</exception>
    public static SymmetricConvPath Of(Device device, Shape x, Shape theta, GroupTables tables, ConvOptions? options = null)
    {
        var geometry = ConvGeometry.Of(
            nameof(Ops.GroupConv), x, Ops.GroupBank(theta, tables), options ?? ConvOptions.Default);
        return Ops.TransformedPlan(device, DType.Float32, geometry, tables)?.Path ?? SymmetricConvPath.Dense;
    }

    /// <summary>Products for each pair of an input channel and an output, all its copies together, on the factorised way; null
    /// where there is none for a map.</summary>
    /// <param name="map">The index map.</param>
    /// <param name="reduction">What becomes of the copies.</param>
    public static int? FactorisedProducts(
        KernelIndexMap map, OrientationReduction reduction = OrientationReduction.None)
    {
        if (map.Orientations == 1)
            return map.Parameters < map.Taps ? map.Parameters : null;
        return map.Transform?.For(reduction).Products;
    }

    /// <summary>Whether a way transforms taps and parameters, and so takes fewer products.</summary>
    public static bool IsTransformed(this SymmetricConvPath path) =>
        path is SymmetricConvPath.Factorised or SymmetricConvPath.Staged;
}
