namespace Equivariant;

/// <summary>Which ring of an SRE kernel a tap belongs to. h is half the first kernel size, rounded down.</summary>
public enum BandRule
{
    /// <summary>h+1 rings of equal width in the disc of radius h+½; taps outside the disc are always zero. The released
    /// SRE-Conv code.</summary>
    Circular,

    /// <summary>h+2 rings from the centre to the corner, the last one the corners alone; every tap is used. The rule of SRI-Conv
    /// and, by its band count, of the SRE-Conv paper.</summary>
    Full,
}
