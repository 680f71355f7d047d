namespace Equivariant;

/// <summary>How an image is read between its pixels.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel; halfway the one with the even index.</summary>
    Nearest,

    /// <summary>The mean of the four pixels around, weighted by distance.</summary>
    Bilinear,
}

/// <summary>The hat function, max(0, 1 − |distance|): what a pixel at a distance weighs in a linear interpolation.</summary>
internal static class Hat
{
    public static T Of<T>(T distance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weight = T.One - T.Abs(distance);
        return weight > T.Zero ? weight : T.Zero;
    }
}
