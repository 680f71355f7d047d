namespace Equivariant;

/// <summary>
/// How one axis is resized, in exact fractions of whole numbers, so that an image and its mirror image meet the same weights. For
/// kernel bodies.
/// </summary>
/// <param name="In">Extent of the input.</param>
/// <param name="Out">Extent of the result.</param>
/// <param name="Kind">0 nearest, 1 linear between centres, 2 linear with the corner centres on one another.</param>
internal readonly record struct ResizeAxis(int In, int Out, int Kind)
{
    /// <summary>The place of an output in the input is this many <see cref="Parts"/>.</summary>
    public long Place(int o)
    {
        if (Kind == 0)
            return (long)o * In;
        if (Kind == 2)
            return (long)o * (In - 1);
        var place = ((((long)o * 2) + 1) * In) - Out;
        return place < 0 ? 0 : place;
    }

    /// <summary>Parts that the distance of two inputs has.</summary>
    public long Parts
    {
        get
        {
            if (Kind == 0)
                return Out;
            if (Kind == 2)
                return Out > 1 ? Out - 1 : 1;
            return 2L * Out;
        }
    }

    /// <summary>The input before the place of an output.</summary>
    public int Before(int o) => (int)(Place(o) / Parts);

    /// <summary>The input after it; the same at the far border and without interpolation.</summary>
    public int After(int o)
    {
        var before = Before(o);
        return Kind == 0 || before + 1 >= In ? before : before + 1;
    }

    /// <summary>Parts from <see cref="Before"/> to the place: the weight of <see cref="After"/> in <see cref="Parts"/>.</summary>
    public int Past(int o) => Kind == 0 ? 0 : (int)(Place(o) % Parts);

    /// <summary>The weight, in <see cref="Parts"/>, of an input in an output.</summary>
    public int Weight(int o, int i)
    {
        var past = Past(o);
        return (Before(o) == i ? (int)Parts - past : 0) + (After(o) == i ? past : 0);
    }

    /// <summary>No output before this one has a share of input i.</summary>
    public int FirstOutput(int i)
    {
        if (Kind == 0)
            return (int)((((long)i * Out) + In - 1) / In);
        long first;
        if (Kind == 2)
            first = In == 1 ? 0 : (i - 1L) * (Out - 1) / (In - 1);
        else
            first = ((((2L * i) - 1) * Out) - In) / (2L * In);
        return first < 0 ? 0 : (int)first;
    }

    /// <summary>Neither has this one or any after it.</summary>
    public int EndOutput(int i)
    {
        if (Kind == 0)
            return (int)((((i + 1L) * Out) + In - 1) / In);
        long end;
        if (Kind == 2)
            end = In == 1 ? Out : ((i + 1L) * (Out - 1) / (In - 1)) + 1;
        else
            end = (((((2L * i) + 3) * Out) - In) / (2L * In)) + 1;
        return end > Out ? Out : (int)end;
    }
}

/// <summary>The three axes of a resized volume; those that an image lacks stay 1.</summary>
internal readonly record struct ResizeArgs(ResizeAxis Depth, ResizeAxis Height, ResizeAxis Width)
{
    public Volume Input => new(Depth.In, Height.In, Width.In);

    public Volume Output => new(Depth.Out, Height.Out, Width.Out);
}
