namespace Equivariant;

/// <summary>The axis of a volume […,D,H,W] about which it is turned: it stays, the other two turn.</summary>
public enum VolumeAxis
{
    /// <summary>D stays, H turns towards W.</summary>
    Depth,

    /// <summary>H stays, D turns towards W.</summary>
    Height,

    /// <summary>W stays, D turns towards H.</summary>
    Width,
}
