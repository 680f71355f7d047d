namespace Equivariant;

/// <summary>Which mirror images of a kernel are used beside the kernel itself.</summary>
public enum FlipSet
{
    /// <summary>{id, H}: exact under flipH.</summary>
    Horizontal,

    /// <summary>{id, V}: exact under flipV.</summary>
    Vertical,

    /// <summary>{id, H, V}, the set of Gao and Ji. Not a group: the maximum over it is exact under nothing.</summary>
    HorizontalVertical,

    /// <summary>{id, H, V, HV}: exact under both flips and the half turn.</summary>
    Klein,
}
