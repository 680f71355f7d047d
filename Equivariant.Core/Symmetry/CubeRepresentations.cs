namespace Equivariant;

/// <summary>
/// The representations of the 24 rotations of the cube, and of all its 48 symmetries, from the group's products alone: as a
/// rotation g permutes the four diagonals, so g·h·g⁻¹ permutes the four pairs of turns h by 120° about them.
/// </summary>
internal static class CubeRepresentations
{
    private static readonly int[][] Diagonals = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]];

    /// <summary>Two directions at right angles among the axes' shares that sum to nothing.</summary>
    private static readonly double[][] Shares =
        [[2 / Math.Sqrt(6), -1 / Math.Sqrt(6), -1 / Math.Sqrt(6)], [0, Math.Sqrt(0.5), -Math.Sqrt(0.5)]];

    /// <summary>All of them; null for another group.</summary>
    public static IReadOnlyList<Representation>? Of(CopyGroup group)
    {
        int[] all = [.. Enumerable.Range(0, group.Order)];
        int[] inverses = [.. all.Select(g => all.First(h => group.Product(g, h) == 0))];
        int[] thirds = [.. all.Where(g => group.OrderOf(g) == 3 && g < inverses[g])];
        if (thirds.Length != 4)
            return null;
        int[][] moves = [.. all.Select(g => Array.ConvertAll(thirds, third => PlaceOf(g, third)))];
        if (moves.Any(move => move.Order().Distinct().Count() != 4)
            || moves.Select(move => string.Join(' ', move)).Distinct().Count() != 24)
            return null;
        double[] signs = [.. moves.Select(move => SignOf(move))];
        double[][] turns = [.. moves.Select(Turn)];
        double[][] shares = [.. turns.Select(Shared)];
        double[][] Signed(double[][] matrices, double[] by) =>
            [.. matrices.Zip(by, (matrix, sign) => Array.ConvertAll(matrix, value => value * sign))];
        double[][] Numbers(double[] values) => [.. values.Select(value => (double[])[value])];
        List<Representation> found =
        [
            new(1, false, Numbers(Array.ConvertAll(signs, _ => 1.0))), new(1, false, Numbers(signs)), new(2, false, shares),
            new(3, false, Signed(turns, signs)), new(3, false, turns),
        ];
        if (group.Order == 48)
        {
            var orientations = Orientations(group, all);
            if (all.Any(g => all.Any(h => orientations[group.Product(g, h)] != orientations[g] * orientations[h])))
                return null;
            found.AddRange([.. found.Select(known => known with { Matrices = Signed(known.Matrices, orientations) })]);
        }
        return found;

        int PlaceOf(int g, int third)
        {
            var moved = group.Product(group.Product(g, third), inverses[g]);
            return Array.FindIndex(thirds, other => other == moved || inverses[other] == moved);
        }
    }

    /// <summary>1 for the rotations, or for what multiplies like them, and −1 for the others.</summary>
    private static double[] Orientations(CopyGroup group, int[] all)
    {
        int[] thirds = [.. all.Where(g => group.OrderOf(g) == 3)];
        int[] even = [.. thirds.SelectMany(g => thirds.Select(h => group.Product(g, h))).Distinct()];
        var quarter = all.First(g => group.OrderOf(g) == 4);
        var rotations = even.Concat(even.Select(g => group.Product(quarter, g))).ToHashSet();
        return [.. all.Select(g => rotations.Contains(g) ? 1.0 : -1)];
    }

    private static double SignOf(int[] move) => (from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, i)
        select move[j] > move[i] ? -1 : 1).Aggregate((sign, next) => sign * next);

    /// <summary>The matrix, row by row, that moves the diagonals so.</summary>
    private static double[] Turn(int[] move) =>
        [.. Enumerable.Range(0, 9).Select(place =>
            Enumerable.Range(0, 4).Sum(i => Diagonals[move[i]][place / 3] * Diagonals[i][place % 3]) / 4.0)];

    /// <summary>What a turn makes of the shares of the axes, which it permutes; what rounding leaves of a zero would count as a
    /// tap and a part.</summary>
    private static double[] Shared(double[] turn)
    {
        double At(int row, int column) => Enumerable.Range(0, 9).Sum(at =>
            Shares[row][at / 3] * Math.Abs(turn[at]) * Shares[column][at % 3]);
        return [.. new[] { At(0, 0), At(0, 1), At(1, 0), At(1, 1) }.Select(value => Math.Abs(value) < 1e-9 ? 0 : value)];
    }
}
