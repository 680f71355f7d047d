namespace Equivariant.Gpu;

/// <summary>Stores of four neighbouring points, counted through all images, to a channel of maps [image, channel,
/// point].</summary>
internal static class OrientedPoints
{
    /// <summary>Writes four numbers, as far as there are points.</summary>
    public static void Write(ArrayView<float> maps, int images, int channels, int channel, int cells, int first, Float4 value)
    {
        var at = PointIndex.Of(first, channels, channel, cells);
        if ((cells & 3) == 0)
        {
            if (at.Image < images)
                maps.Cast<Float4>()[at.Flat / 4] = value;
            return;
        }
        if (at.Image < images)
            maps[at.Flat] = value.X;
        at = PointIndex.Next(at, channels, cells);
        if (at.Image < images)
            maps[at.Flat] = value.Y;
        at = PointIndex.Next(at, channels, cells);
        if (at.Image < images)
            maps[at.Flat] = value.Z;
        at = PointIndex.Next(at, channels, cells);
        if (at.Image < images)
            maps[at.Flat] = value.W;
    }

    /// <summary>Writes four bytes, the first in the lowest bits of <paramref name="value"/>, as far as there are
    /// points.</summary>
    public static void Write(ArrayView<byte> maps, int images, int channels, int channel, int cells, int first, int value)
    {
        var at = PointIndex.Of(first, channels, channel, cells);
        if ((cells & 3) == 0)
        {
            if (at.Image < images)
                maps.Cast<int>()[at.Flat / 4] = value;
            return;
        }
        if (at.Image < images)
            maps[at.Flat] = (byte)value;
        at = PointIndex.Next(at, channels, cells);
        if (at.Image < images)
            maps[at.Flat] = (byte)(value >> 8);
        at = PointIndex.Next(at, channels, cells);
        if (at.Image < images)
            maps[at.Flat] = (byte)(value >> 16);
        at = PointIndex.Next(at, channels, cells);
        if (at.Image < images)
            maps[at.Flat] = (byte)(value >> 24);
    }

    private struct PointIndex
    {
        public int Image, Point, Flat;

        public static PointIndex Of(int point, int channels, int channel, int cells)
        {
            var image = point / cells;
            point -= image * cells;
            return new() { Image = image, Point = point, Flat = (((image * channels) + channel) * cells) + point };
        }

        /// <summary>The next point: after the last one of an image, the first of the next.</summary>
        public static PointIndex Next(PointIndex at, int channels, int cells)
        {
            at.Point++;
            at.Flat++;
            if (at.Point == cells)
            {
                at.Point = 0;
                at.Image++;
                at.Flat += (channels - 1) * cells;
            }
            return at;
        }
    }
}
