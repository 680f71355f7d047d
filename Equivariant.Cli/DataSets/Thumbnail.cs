using Equivariant.Reports;

namespace Equivariant.Cli.DataSets;

internal static class Thumbnail
{
    /// <summary>The opacity of the boundary's colour, and that colour as RGB.</summary>
    private const float Cover = 0.75f;
    private static readonly float[] BoundaryColour = [1, 0.45f, 0];

    /// <summary>About evenly spaced numbers from 0 to <paramref name="count"/> − 1: all of them, or as many as wanted.</summary>
    public static IEnumerable<int> Evenly(int count, int most) => count <= most
        ? Enumerable.Range(0, count)
        : Enumerable.Range(0, most).Select(i => (int)((((2L * i) + 1) * count) / (2L * most)));

    /// <summary>An image whose longer edge has at most so many pixels, each the mean of a square of the original.</summary>
    public static Plane Shrink(Plane image, int most)
    {
        var edge = (Math.Max(image.Height, image.Width) + most - 1) / most;
        if (edge == 1)
            return image;
        var (height, width) = ((image.Height + edge - 1) / edge, (image.Width + edge - 1) / edge);
        var values = new float[image.Channels * height * width];
        Parallel.For(0, image.Channels * height, line =>
        {
            var (channel, row) = Math.DivRem(line, height);
            for (var column = 0; column < width; column++)
                values[(line * width) + column] = Mean(image, channel, row * edge, column * edge, edge);
        });
        return new(values, image.Channels, height, width);
    }

    /// <summary>The image from <paramref name="black"/> to <paramref name="white"/>; three channels as colours.</summary>
    public static ReportImage Of(Plane image, float black = 0, float white = 1) =>
        ReportImage.FromPlanes(image.Values, image.Width, image.Height, image.Channels, black, white);

    /// <summary>Labels: the boundary dark, what nobody labelled grey.</summary>
    /// <param name="labels">Two channels: the share of boundary, and of what is not labelled, in each pixel.</param>
    public static ReportImage OfLabels(Plane labels)
    {
        var grey = new float[labels.Area];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = 1 - labels.Values[i] - (0.5f * labels.Values[labels.Area + i]);
        return Of(new(grey, 1, labels.Height, labels.Width));
    }

    /// <summary>The image with its boundary in orange; labels as in <see cref="OfLabels"/>.</summary>
    public static ReportImage Overlaid(Plane image, Plane labels)
    {
        var colours = new float[3 * image.Area];
        for (var i = 0; i < colours.Length; i++)
        {
            var (channel, at) = Math.DivRem(i, image.Area);
            var cover = Cover * labels.Values[at];
            var own = image.Values[((image.Channels == 3 ? channel : 0) * image.Area) + at];
            colours[i] = ((1 - cover) * own) + (cover * BoundaryColour[channel]);
        }
        return Of(new(colours, 3, image.Height, image.Width));
    }

    private static float Mean(Plane image, int channel, int top, int left, int edge)
    {
        var (bottom, right) = (Math.Min(top + edge, image.Height), Math.Min(left + edge, image.Width));
        var sum = 0f;
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
                sum += image.Values[(channel * image.Area) + (row * image.Width) + column];
        }
        return sum / ((bottom - top) * (right - left));
    }
}
