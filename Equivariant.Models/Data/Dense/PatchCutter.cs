using System.Numerics;

namespace Equivariant.Data;

/// <summary>Copies a patch out of an image: turned, mirrored, bent, with changed intensity.</summary>
internal static class PatchCutter
{
    /// <summary>Cuts a patch into <paramref name="pixels"/> [C,h,w] and <paramref name="labels"/> [h,w].</summary>
    public static void Cut(
        DenseImage image, PatchPlace place, PatchOptions options, Rng rng, Span<float> pixels, Span<int> labels)
    {
        if (options.Elastic is { } elastic)
            Bend(image, place, new ElasticField(elastic, options.Height, options.Width, rng), options, pixels, labels);
        else
            Copy(image, place, options, pixels, labels);
        if (options.Jitter is { } jitter)
            Jitter(pixels, jitter, rng);
    }

    private static void Copy(DenseImage image, PatchPlace place, PatchOptions options, Span<float> pixels, Span<int> labels)
    {
        var (size, all) = (options.Height * options.Width, image.Height * image.Width);
        for (var i = 0; i < size; i++)
        {
            var (down, right) = ((i / options.Width) - (options.Height / 2), (i % options.Width) - (options.Width / 2));
            var row = MirrorEdge.At(place.RowAt(down, right), image.Height);
            var column = MirrorEdge.At(place.ColumnAt(down, right), image.Width);
            var from = (row * image.Width) + column;
            for (var channel = 0; channel < image.Channels; channel++)
                pixels[(channel * size) + i] = image.Pixels[(channel * all) + from];
            labels[i] = Label(image.Labels[from]);
        }
    }

    private static void Bend(
        DenseImage image, PatchPlace place, ElasticField field, PatchOptions options, Span<float> pixels, Span<int> labels)
    {
        var (size, all) = (options.Height * options.Width, image.Height * image.Width);
        var bends = new Vector2[options.Width];
        for (var y = 0; y < options.Height; y++)
        {
            field.Row(y, bends);
            for (var x = 0; x < options.Width; x++)
            {
                var (down, right) = (y - (options.Height / 2), x - (options.Width / 2));
                var (atRow, atColumn) = (place.RowAt(down, right) + bends[x].Y, place.ColumnAt(down, right) + bends[x].X);
                var (floorRow, floorColumn) = (MathF.Floor(atRow), MathF.Floor(atColumn));
                var (partRow, partColumn) = (atRow - floorRow, atColumn - floorColumn);
                var row0 = MirrorEdge.At((int)floorRow, image.Height) * image.Width;
                var row1 = MirrorEdge.At((int)floorRow + 1, image.Height) * image.Width;
                var column0 = MirrorEdge.At((int)floorColumn, image.Width);
                var column1 = MirrorEdge.At((int)floorColumn + 1, image.Width);
                var i = (y * options.Width) + x;
                for (var channel = 0; channel < image.Channels; channel++)
                {
                    var plane = image.Pixels.AsSpan(channel * all, all);
                    var above = plane[row0 + column0] + (partColumn * (plane[row0 + column1] - plane[row0 + column0]));
                    var below = plane[row1 + column0] + (partColumn * (plane[row1 + column1] - plane[row1 + column0]));
                    pixels[(channel * size) + i] = above + (partRow * (below - above));
                }
                labels[i] = Label(image.Labels[(partRow < 0.5f ? row0 : row1) + (partColumn < 0.5f ? column0 : column1)]);
            }
        }
    }

    private static void Jitter(Span<float> pixels, IntensityJitter jitter, Rng rng)
    {
        var gain = 1 + (float)rng.NextDouble(-jitter.Contrast, jitter.Contrast);
        var offset = 0.5f + (float)rng.NextDouble(-jitter.Brightness, jitter.Brightness);
        var noise = (float)jitter.Noise;
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = offset + (gain * (pixels[i] - 0.5f));
            pixels[i] = Math.Clamp(noise > 0 ? value + (noise * (float)PixelNoise.Next(rng)) : value, 0, 1);
        }
    }

    private static int Label(byte label) => label == DenseImage.Ignored ? Labels.Ignored : label;
}

/// <summary>
/// Where a patch lies: its centre, and through which of the eight symmetries of the square it is seen (bit 0 swaps the axes, bit
/// 1 reverses rows, bit 2 columns). Beyond the edge the image goes on as its mirror image about the outermost pixels.
/// </summary>
internal readonly record struct PatchPlace(int Row, int Column, int Symmetry)
{
    /// <summary>The row of the image at this distance from the centre of the patch.</summary>
    public int RowAt(int down, int right) =>
        Row + ((Symmetry & 2) == 0 ? 1 : -1) * ((Symmetry & 1) == 0 ? down : right);

    /// <summary>The column of the image at this distance from the centre of the patch.</summary>
    public int ColumnAt(int down, int right) =>
        Column + ((Symmetry & 4) == 0 ? 1 : -1) * ((Symmetry & 1) == 0 ? right : down);
}

internal static class MirrorEdge
{
    /// <summary>The pixel that place <paramref name="i"/> shows, on an axis of <paramref name="extent"/> pixels.</summary>
    public static int At(int i, int extent)
    {
        if ((uint)i < (uint)extent)
            return i;
        if (extent == 1)
            return 0;
        var period = 2 * (extent - 1);
        i %= period;
        i = i < 0 ? i + period : i;
        return i < extent ? i : period - i;
    }
}
