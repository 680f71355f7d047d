namespace Equivariant.Training;

/// <summary>Values of the pixels of an image, [C,H,W].</summary>
internal sealed record Plane(float[] Values, int Channels, int Height, int Width)
{
    public int Area => Height * Width;

    /// <summary>An image [C,H,W], or the middle slice of the first channel of a volume [C,D,H,W].</summary>
    public static Plane Of(float[] values, Shape shape)
    {
        var plane = new Plane(values, shape[0], shape[-2], shape[-1]);
        return shape.Rank == 3 ? plane
            : plane with { Values = values.AsSpan(shape[1] / 2 * plane.Area, plane.Area).ToArray(), Channels = 1 };
    }
}

/// <summary>Rotates and mirrors images by the eight symmetries of the square. Pixels are moved, not interpolated.</summary>
internal static class Turns
{
    /// <summary>The eight symmetries, the identity first.</summary>
    public static IReadOnlyList<SignedPermutation> All { get; } = [.. SymmetryGroups.D4.Elements
        .OrderBy(element => element == SignedPermutation.Identity(2) ? 0 : 1)];

    /// <summary>The image, turned: height and width change places where the axes do.</summary>
    public static Plane Apply(Plane image, SignedPermutation element)
    {
        if (element == SignedPermutation.Identity(2))
            return image;
        int[] sizes = [image.Height, image.Width];
        var gather = element.MapGrid(sizes);
        var turned = new float[image.Values.Length];
        Parallel.For(0, image.Channels, channel =>
        {
            var from = image.Values.AsSpan(channel * image.Area, image.Area);
            var to = turned.AsSpan(channel * image.Area, image.Area);
            for (var i = 0; i < to.Length; i++)
                to[i] = from[gather[i]];
        });
        return element.SwapsAxes ? new(turned, image.Channels, image.Width, image.Height) : image with { Values = turned };
    }
}
