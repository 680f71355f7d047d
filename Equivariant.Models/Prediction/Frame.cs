namespace Equivariant.Training;

/// <summary>A part of an axis that is predicted at once: cells Start to End are kept, those from SeenStart on are seen.</summary>
/// <param name="Start">First cell of the image that is kept.</param>
/// <param name="End">The cell after the last.</param>
/// <param name="SeenStart">First cell that the network sees; below 0 where the image is continued.</param>
/// <param name="SeenCount">Number of cells that it sees, a multiple of the network's.</param>
internal readonly record struct Tile(int Start, int End, int SeenStart, int SeenCount);

/// <summary>An axis of an image, continued on both sides to a multiple of the network's size.</summary>
/// <param name="Extent">Cells of the image.</param>
/// <param name="Before">Cells before the first: half of what is missing.</param>
/// <param name="Padded">Cells in all.</param>
internal readonly record struct Frame(int Extent, int Before, int Padded)
{
    public static Frame Around(int extent, int multiple)
    {
        var padded = RoundUp(extent, multiple);
        return new(extent, (padded - extent) / 2, padded);
    }

    public static int RoundUp(int number, int multiple) => Ratio(number, multiple) * multiple;

    /// <summary>
    /// The axis in tiles, with their surroundings as far as there are any; all on multiples from the frame's start. All see
    /// equally much: the memory that one leaves is what the next one needs.
    /// </summary>
    /// <param name="tile">The most that a tile keeps between its surroundings; 0 for one tile.</param>
    /// <param name="halo">What a tile sees around itself, a multiple of the network's.</param>
    /// <param name="multiple">The network's.</param>
    public IReadOnlyList<Tile> Tiles(int tile, int halo, int multiple)
    {
        // The first and the last tile also keep what the others see beside themselves.
        var inner = Padded - (2 * halo);
        var count = tile == 0 ? 1 : Math.Max(1, Ratio(inner, RoundUp(tile, multiple)));
        var seen = count == 1 ? Padded : RoundUp(Ratio(inner, count), multiple) + (2 * halo);
        var tiles = new List<Tile>(count);
        for (var start = 0; start < Padded;)
        {
            var from = Math.Min(Math.Max(0, start - halo), Padded - seen);
            var end = from + seen == Padded ? Padded : from + seen - halo;
            tiles.Add(new Tile(Math.Max(0, start - Before), Math.Min(Extent, end - Before), from - Before, seen));
            start = end;
        }
        return tiles;
    }

    private static int Ratio(int number, int divisor) => (number + divisor - 1) / divisor;
}
