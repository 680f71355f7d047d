namespace Equivariant.Layers;

/// <summary>Checks of the input that a network is asked about.</summary>
internal static class InputShape
{
    /// <summary>Turns exchange the spatial axes: they must be alike.</summary>
    /// <exception cref="ShapeException">The input has no spatial axes, or they differ.</exception>
    public static void Check(Shape input)
    {
        if (input.Rank is < 3 or > 5 || input.ToArray()[2..].Distinct().Count() > 1)
            throw new ShapeException(
                $"The input {input} must be [N,C,spatial…] with spatial axes of one length: turns exchange them.");
    }
}
