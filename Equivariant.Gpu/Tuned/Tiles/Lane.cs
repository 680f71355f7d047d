namespace Equivariant.Gpu;

/// <summary>
/// Which eight numbers of a slice a thread loads: two times four along the inner axis. Neighbouring threads write neighbouring
/// numbers of the slice, and read what lies close together.
/// </summary>
internal struct Lane
{
    /// <summary>Row or column of the first four, place of the first of them on the inner axis, from one to the next.</summary>
    public int Outer, Inner, InnerStep;

    /// <summary>From the first four to the other four.</summary>
    public int OuterNext, InnerNext;

    /// <summary>The part of a thread, where neighbours on the inner axis are neighbours in memory, or not.</summary>
    public static Lane Of(int lane, bool innerIsFast)
    {
        if (innerIsFast)
            return new() { Outer = lane & 31, Inner = lane >> 5 << 2, InnerStep = 1, OuterNext = 32, InnerNext = 0 };
        return new() { Outer = lane & 63, Inner = lane >> 6, InnerStep = 2, OuterNext = 0, InnerNext = 8 };
    }

    /// <summary>Writes the eight numbers of a thread.</summary>
    public static void Fill(Lane lane, ArrayView<Float4> slices, int start, int pitch, Float4 first, Float4 second)
    {
        var numbers = slices.Cast<float>();
        var at = start + (lane.Inner * pitch) + lane.Outer;
        var step = lane.InnerStep * pitch;
        Tile.Fill(numbers, at, step, first);
        Tile.Fill(numbers, at + (lane.InnerNext * pitch) + lane.OuterNext, step, second);
    }
}
