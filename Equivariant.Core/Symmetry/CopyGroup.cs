namespace Equivariant;

/// <summary>
/// The group that the copies of a kernel come from, as rearrangements of its taps: the first elements are the copies, and what
/// their products lack follows, as the half turn after {id, H, V}.
/// </summary>
internal sealed class CopyGroup
{
    /// <summary>The largest group that is looked for.</summary>
    public const int MostElements = 48;

    private readonly int[,] product;

    private CopyGroup(int[] taps, int[][] moves)
    {
        (TapOf, Moves) = (taps, moves);
        product = new int[Order, Order];
        for (var g = 0; g < Order; g++)
        {
            for (var h = 0; h < Order; h++)
                product[g, h] = IndexOf(moves, After(moves[g], moves[h]));
        }
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
        var taps = new int[map.Taps];
        for (var tap = 0; tap < map.Taps; tap++)
            taps[map[0, tap]] = tap;
        var moves = new List<int[]>();
        for (var copy = 0; copy < map.Orientations; copy++)
        {
            // The copy has at tap p the parameter that the first one has where the element moves to p from.
            var move = new int[map.Taps];
            for (var tap = 0; tap < map.Taps; tap++)
                move[taps[map[copy, tap]]] = tap;
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
    public int Product(int g, int h) => product[g, h];

    /// <summary>The smallest power of an element that moves nothing.</summary>
    public int OrderOf(int g)
    {
        var order = 1;
        for (var power = g; power != 0; power = product[power, g])
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

    private static int IndexOf(IReadOnlyList<int[]> moves, int[] move)
    {
        for (var g = 0; g < moves.Count; g++)
        {
            if (moves[g].AsSpan().SequenceEqual(move))
                return g;
        }
        return -1;
    }
}
