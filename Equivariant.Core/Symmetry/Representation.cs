namespace Equivariant;

/// <summary>An irreducible real representation of a <see cref="CopyGroup"/>: an orthogonal matrix for each element.</summary>
/// <param name="Size">Rows of a matrix, 1 to 3.</param>
/// <param name="IsComplex">Whether the matrices are the turns of the complex plane by roots of one: they commute, and only their
/// first column is needed.</param>
/// <param name="Matrices">Row by row, for each element.</param>
internal sealed record Representation(int Size, bool IsComplex, double[][] Matrices)
{
    /// <summary>All of them for two, four or eight turns, for mirrors and their products, for the symmetries of the square, and
    /// for the rotations and all symmetries of the cube; null for other groups.</summary>
    public static IReadOnlyList<Representation>? AllOf(CopyGroup group)
    {
        if (group.Order is 24 or 48)
            return CubeRepresentations.Of(group);
        if (group.Order is not (2 or 4 or 8))
            return null;
        int[] orders = [.. Enumerable.Range(0, group.Order).Select(group.OrderOf)];
        if (Array.IndexOf(orders, group.Order) is var turn && turn >= 0)
            return OfTurns(group, turn);
        if (orders.Max() == 2)
            return OfMirrors(group);
        turn = Array.IndexOf(orders, 4);
        int[] powers = [0, turn, group.Product(turn, turn), group.Product(group.Product(turn, turn), turn)];
        // Behind a quarter turn and all else of order two come the mirrors of the square.
        return group.Order == 8 && orders.Count(order => order == 4) == 2
            ? OfSquare(group, powers, Enumerable.Range(0, 8).First(element => !powers.Contains(element))) : null;
    }

    private static List<Representation> OfTurns(CopyGroup group, int turn)
    {
        var power = new int[group.Order];
        for (var (element, k) = (group.Product(0, turn), 1); k < group.Order; element = group.Product(element, turn), k++)
            power[element] = k;
        var all = new List<Representation>();
        for (var frequency = 0; frequency <= group.Order / 2; frequency++)
        {
            double Angle(int element) => -2 * Math.PI * frequency * power[element] / group.Order;
            all.Add(frequency == 0 || 2 * frequency == group.Order
                ? new(1, false, Of(group, element => [Exact(Math.Cos(Angle(element)))]))
                : new(2, true, Of(group, element => Turned(Angle(element)))));
        }
        return all;
    }

    /// <summary>All ways to give each element a sign that keep the products, in lexicographic order.</summary>
    private static List<Representation> OfMirrors(CopyGroup group)
    {
        int[] all = [.. Enumerable.Range(0, group.Order)];
        int SignOf(int signs, int element) => 1 - (2 * ((signs >> (group.Order - 1 - element)) & 1));
        return
        [
            .. Enumerable.Range(0, 1 << (group.Order - 1))
                .Where(signs => all.All(g => all.All(h =>
                    SignOf(signs, g) * SignOf(signs, h) == SignOf(signs, group.Product(g, h)))))
                .Select(signs => new Representation(1, false, Of(group, element => [SignOf(signs, element)]))),
        ];
    }

    private static List<Representation> OfSquare(CopyGroup group, int[] turns, int mirror)
    {
        var (quarters, isMirrored) = (new int[8], new bool[8]);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            quarters[turns[quarter]] = quarter;
            quarters[group.Product(turns[quarter], mirror)] = quarter;
            isMirrored[group.Product(turns[quarter], mirror)] = true;
        }
        Representation Signs(int turn, int reflection) => new(1, false,
            Of(group, element => [(quarters[element] % 2 == 0 ? 1 : turn) * (isMirrored[element] ? reflection : 1)]));
        var plane = new Representation(2, false, Of(group, element =>
        {
            var turned = Turned(-Math.PI / 2 * quarters[element]);
            return isMirrored[element] ? [-turned[0], turned[1], -turned[2], turned[3]] : turned;
        }));
        return [Signs(1, 1), Signs(-1, -1), Signs(-1, 1), Signs(1, -1), plane];
    }

    private static double[][] Of(CopyGroup group, Func<int, double[]> matrix) =>
        [.. Enumerable.Range(0, group.Order).Select(matrix)];

    private static double[] Turned(double angle)
    {
        var (cos, sin) = (Exact(Math.Cos(angle)), Exact(Math.Sin(angle)));
        return [cos, -sin, sin, cos];
    }

    /// <summary>The cosines of multiples of 45° are 0, ±√½ and ±1.</summary>
    private static double Exact(double cosine) =>
        Math.Abs(cosine) < 0.1 ? 0 : Math.Abs(cosine) > 0.9 ? Math.Sign(cosine) : Math.Sign(cosine) * Math.Sqrt(0.5);
}
