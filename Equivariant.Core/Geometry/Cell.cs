namespace Equivariant;

/// <summary>A flat index over planes of a volume, taken apart; for kernel bodies.</summary>
internal readonly record struct Cell(int Plane, int D, int H, int W)
{
    public static Cell Of(int i, Volume size)
    {
        var w = i % size.W;
        i /= size.W;
        var h = i % size.H;
        i /= size.H;
        return new(i / size.D, i % size.D, h, w);
    }
}
