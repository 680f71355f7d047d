namespace Equivariant.Data;

/// <summary>What the two levels of a label image mean.</summary>
internal enum Polarity
{
    /// <summary>Level 0 is the boundary, the other level the inside.</summary>
    DarkBoundary,

    /// <summary>Level 0 is the inside, the other level the boundary.</summary>
    BrightBoundary,
}

/// <summary>Turns label images into classes: 1 the boundary, 0 the inside.</summary>
internal static class Polarities
{
    /// <summary>The polarity that a spec states; data sets differ, so there is none by default.</summary>
    public static Polarity Of(DataSpec spec) => spec.Text("boundary") switch
    {
        "dark" => Polarity.DarkBoundary,
        "bright" => Polarity.BrightBoundary,
        null => throw new DataException(
            $"'{spec}' does not say whether boundaries are dark or bright in the label images, and data sets differ; add "
            + $"{(spec.Options.Count == 0 ? '?' : '&')}boundary=dark where 0 marks the boundary, or boundary=bright."),
        var other => throw new DataException($"'{spec}': boundary is dark or bright, not '{other}'."),
    };

    /// <summary>The classes of a label image.</summary>
    /// <param name="image">Two levels: 0 and one other.</param>
    /// <param name="polarity">Which of them is the boundary.</param>
    /// <param name="ignore">A level of pixels that nobody labelled, or null.</param>
    /// <param name="name">What to call the image in errors.</param>
    /// <exception cref="DataException">There are other levels.</exception>
    public static byte[] Classes(GreyImage image, Polarity polarity, int? ignore, string name)
    {
        var classes = new byte[image.Levels.Length];
        var (zero, other) = polarity == Polarity.DarkBoundary ? ((byte)1, (byte)0) : ((byte)0, (byte)1);
        int? bright = null;
        for (var i = 0; i < classes.Length; i++)
        {
            int level = image.Levels[i];
            if (level == ignore)
            {
                classes[i] = DenseImage.Ignored;
                continue;
            }
            if (level != 0 && level != (bright ??= level))
            {
                throw new DataException(
                    $"'{name}' holds the levels {bright} and {level} beside 0; a label image holds 0 and one other level, and "
                    + "the level that the option ignore names.");
            }
            classes[i] = level == 0 ? zero : other;
        }
        return classes;
    }
}
