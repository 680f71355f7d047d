namespace Equivariant;

/// <summary>
/// How one axis is resized, in exact fractions of whole numbers, so that an image and its mirror image meet the same weights.
/// Output o lies at (o·Step + Offset) / Parts in the input, but not before its first pixel.
/// </summary>
/// <param name="In">Extent of the input.</param>
/// <param name="Out">Extent of the result.</param>
/// <param name="IsLinear">0 for the nearest pixel, 1 for linear interpolation.</param>
/// <param name="Step">Parts from an output to the next.</param>
/// <param name="Offset">Parts to the first output.</param>
/// <param name="Parts">Parts from an input to the next.</param>
internal readonly record struct ResizeAxis(int In, int Out, int IsLinear, long Step, long Offset, long Parts)
{
    public static ResizeAxis Of(int inputs, int outputs, Upsampling mode, bool alignCorners) => (mode, alignCorners) switch
    {
        (Upsampling.Nearest, _) => new(inputs, outputs, 0, inputs, 0, outputs),
        (_, true) => new(inputs, outputs, 1, inputs - 1, 0, Math.Max(1, outputs - 1)),
        _ => new(inputs, outputs, 1, 2L * inputs, inputs - outputs, 2L * outputs),
    };

    /// <summary>The place of an output in the input, in <see cref="Parts"/>.</summary>
    public long Place(int o)
    {
        var place = (o * Step) + Offset;
        return place < 0 ? 0 : place;
    }

    /// <summary>The input before the place of an output.</summary>
    public int Before(int o) => (int)(Place(o) / Parts);

    /// <summary>The input after it; the same at the far border and without interpolation.</summary>
    public int After(int o)
    {
        var before = Before(o);
        return IsLinear == 0 || before + 1 >= In ? before : before + 1;
    }

    /// <summary>Parts from <see cref="Before"/> to the place: the weight of <see cref="After"/> in <see cref="Parts"/>.</summary>
    public int Past(int o) => IsLinear == 0 ? 0 : (int)(Place(o) % Parts);

    /// <summary>The weight, in <see cref="Parts"/>, of an input in an output.</summary>
    public int Weight(int o, int i)
    {
        var past = Past(o);
        return (Before(o) == i ? (int)Parts - past : 0) + (After(o) == i ? past : 0);
    }

    /// <summary>No output before this one has a share of input i.</summary>
    public int FirstOutput(int i)
    {
        if (IsLinear == 0)
            return (int)(((i * Parts) + Step - 1) / Step);
        var first = Step == 0 ? 0 : (((i - 1) * Parts) - Offset) / Step;
        return first < 0 ? 0 : (int)first;
    }

    /// <summary>Neither has this one or any after it.</summary>
    public int EndOutput(int i)
    {
        if (IsLinear == 0)
            return FirstOutput(i + 1);
        var end = Step == 0 ? Out : ((((i + 1) * Parts) - Offset) / Step) + 1;
        return end > Out ? Out : (int)end;
    }
}

/// <summary>The three axes of a resized volume; those that an image lacks stay 1.</summary>
internal readonly record struct ResizeArgs(ResizeAxis Depth, ResizeAxis Height, ResizeAxis Width)
{
    public Volume Input => new(Depth.In, Height.In, Width.In);

    public Volume Output => new(Depth.Out, Height.Out, Width.Out);
}
