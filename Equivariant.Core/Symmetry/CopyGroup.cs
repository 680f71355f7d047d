namespace Equivariant;

/// <summary>
/// The group that the copies of a kernel come from, as rearrangements of its taps: the first elements are the copies, and what
/// their products lack follows, as the half turn after {id, H, V}.
/// </summary>
internal sealed class CopyGroup
{
    /// <summary>The largest group that is looked for.</summary>
    private const int MostElements = 48;

    private readonly int[][] products;

    private CopyGroup(int[] taps, int[][] moves)
    {
        (TapOf, Moves) = (taps, moves);
        products = [.. moves.Select(g => Array.ConvertAll(moves, h => IndexOf(moves, After(g, h))))];
    }

    /// <summary>The tap of each parameter in the first copy.</summary>
    public int[] TapOf { get; }

    /// <summary>Where each element moves each tap.</summary>
    public int[][] Moves { get; }

    public int Order => Moves.Length;

    /// <summary>The group of a map's copies; null where they are too many, or taps share parameters or have none.</summary>
    public static CopyGroup? Of(KernelIndexMap map)
    {
        if (map.Parameters != map.Taps || map.Orientations > MostElements || map.DroppedTaps.Length > 0
            || map.TapsPerParameter.Any(count => count != 1))
            return null;
        int[] TapsOf(int copy) => [.. Enumerable.Range(0, map.Taps).OrderBy(tap => map[copy, tap])];
        var taps = TapsOf(0);
        var moves = new List<int[]>();
        for (var copy = 0; copy < map.Orientations; copy++)
        {
            // An element moves the tap that a parameter has in the first copy to the one it has in its own.
            var move = new int[map.Taps];
            foreach (var (from, to) in taps.Zip(TapsOf(copy)))
                move[from] = to;
            if (IndexOf(moves, move) >= 0)
                return null;
            moves.Add(move);
        }
        for (var g = 0; g < moves.Count; g++)
        {
            for (var h = 0; h < moves.Count; h++)
            {
                var both = After(moves[g], moves[h]);
                if (IndexOf(moves, both) >= 0)
                    continue;
                if (moves.Count == MostElements)
                    return null;
                moves.Add(both);
                (g, h) = (0, -1);
            }
        }
        return new(taps, [.. moves]);
    }

    /// <summary>The index of element h, then g.</summary>
    public int Product(int g, int h) => products[g][h];

    /// <summary>The smallest power of an element that moves nothing.</summary>
    public int OrderOf(int g)
    {
        var order = 1;
        for (var power = g; power != 0; power = products[power][g])
            order++;
        return order;
    }

    /// <summary>Taps that the group moves to one another, by their first one: the centre, then large orbits before small
    /// ones.</summary>
    public IReadOnlyList<int> Orbits()
    {
        var centre = TapOf.Length / 2;
        int Size(int tap) => Moves.Select(move => move[tap]).Distinct().Count();
        return [.. Enumerable.Range(0, TapOf.Length).Where(tap => Moves.All(move => move[tap] >= tap))
            .OrderByDescending(tap => tap == centre && Size(tap) == 1).ThenByDescending(Size)];
    }

    private static int[] After(int[] g, int[] h) => Array.ConvertAll(h, tap => g[tap]);

    private static int IndexOf(IReadOnlyList<int[]> moves, int[] move) =>
        Enumerable.Range(0, moves.Count).FirstOrDefault(g => moves[g].AsSpan().SequenceEqual(move), -1);
}
