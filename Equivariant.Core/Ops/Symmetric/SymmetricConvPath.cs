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

/// <summary>What the ways have in common.</summary>
public static class SymmetricConvPaths
{
    /// <summary>Whether a way transforms taps and parameters, and so takes fewer products.</summary>
    public static bool IsTransformed(this SymmetricConvPath path) =>
        path is SymmetricConvPath.Factorised or SymmetricConvPath.Staged;
}
