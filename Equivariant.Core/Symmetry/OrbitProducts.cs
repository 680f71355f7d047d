namespace Equivariant;

/// <summary>
/// The products of a <see cref="GroupTransform"/>. Over an orbit of taps all copies together are one correlation on the group,
/// y(g) = Σ_k w(g⁻¹k) x(k), which its representations ρ split: with X = Σ_k x(k) ρ(k) and W likewise, Σ_g y(g) ρ(g) = X Wᵀ, so
/// that y(g) is the sum of d/|G| · tr(ρ(g)ᵀ X Wᵀ) (Schur's orthogonality). A sign is one product. Where the orbit is shorter than
/// the group, X and W matter only on the vectors that a tap's own symmetries leave as they are.
/// </summary>
internal static class OrbitProducts
{
    /// <summary>All products of a group's first elements, the copies, representation by representation.</summary>
    public static IEnumerable<TransformProduct> Of(CopyGroup group, int copies, IReadOnlyList<Representation> representations)
    {
        var orbits = group.Orbits();
        return representations.SelectMany(representation => orbits.SelectMany(tap =>
            Fixed(group, representation, tap).SelectMany(vector => representation.IsComplex
                ? Turns(group, copies, representation, tap, vector)
                : Entries(group, copies, representation, tap, vector))));
    }

    /// <summary>The product of two complex numbers in three real ones (Gauss): X · conj(W) = (a + ib)(c − id) is made of
    /// (a + b)c, a(c + d) and b(d − c).</summary>
    private static TransformProduct[] Turns(CopyGroup group, int copies, Representation turns, int tap, double[] vector)
    {
        var factor = Factor(group, turns, tap, vector);
        var (a, b) = (Row(group, turns, tap, vector, 0), Row(group, turns, tap, vector, 1));
        double[] Mixed(double ofA, double ofB) => [.. a.Zip(b, (x, y) => (ofA * x) + (ofB * y))];
        double[] Parts(double ofCos, double ofSin) =>
            [.. turns.Matrices.Take(copies).Select(matrix => (ofCos * matrix[0]) + (ofSin * matrix[2]))];
        return
        [
            Make(group, Mixed(1, 1), a, Parts(1, 1), factor),
            Make(group, a, Mixed(1, 1), Parts(0, -1), factor),
            Make(group, b, Mixed(-1, 1), Parts(1, 0), factor),
        ];
    }

    private static IEnumerable<TransformProduct> Entries(
        CopyGroup group, int copies, Representation representation, int tap, double[] vector)
    {
        var factor = Factor(group, representation, tap, vector);
        for (var column = 0; column < representation.Size; column++)
        {
            for (var row = 0; row < representation.Size; row++)
            {
                var place = (row * representation.Size) + column;
                yield return Make(group, Row(group, representation, tap, vector, row),
                    Row(group, representation, tap, vector, column),
                    [.. representation.Matrices.Take(copies).Select(matrix => matrix[place])], factor);
            }
        }
    }

    /// <summary>How often a row of Σ x(k) ρ(k) · vector takes each tap; a tap that several elements reach counts once.</summary>
    private static double[] Row(CopyGroup group, Representation representation, int tap, double[] vector, int row)
    {
        var taps = new double[group.TapOf.Length];
        for (var element = 0; element < group.Order; element++)
        {
            var matrix = representation.Matrices[element];
            taps[group.Moves[element][tap]] =
                Enumerable.Range(0, representation.Size).Sum(i => matrix[(row * representation.Size) + i] * vector[i]);
        }
        return taps;
    }

    /// <summary>Vectors at right angles that span what the symmetries of a tap leave as it is; of a complex representation, whose
    /// rows say all, one.</summary>
    private static IReadOnlyList<double[]> Fixed(CopyGroup group, Representation representation, int tap)
    {
        int[] own = [.. Enumerable.Range(0, group.Order).Where(element => group.Moves[element][tap] == tap)];
        var mean = new double[representation.Size * representation.Size];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = own.Average(element => representation.Matrices[element][i]);
        if (representation.IsComplex)
            return mean.All(value => Math.Abs(value) < 1e-9) ? [] : [[1, 0]];
        // The columns of a projection span what it projects on.
        var size = representation.Size;
        var vectors = new List<double[]>();
        for (var column = 0; column < size; column++)
        {
            double[] rest = [.. Enumerable.Range(0, size).Select(row => mean[(row * size) + column])];
            foreach (var known in vectors)
            {
                var part = Product(rest, known) / Product(known, known);
                rest = [.. rest.Zip(known, (value, other) => value - (part * other))];
            }
            if (rest.All(value => Math.Abs(value) < 1e-9))
                continue;
            var length = rest.Max(Math.Abs) * Math.Sign(rest.Last(value => Math.Abs(value) > 1e-9));
            vectors.Add([.. rest.Select(value => Math.Abs(value) < 1e-9 ? 0 : value / length)]);
        }
        return vectors;
    }

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Factor(CopyGroup group, Representation representation, int tap, double[] vector)
    {
        var own = group.Moves.Count(move => move[tap] == tap);
        return (double)representation.Size * own
            / (group.Order * vector.Sum(value => value * value));
    }

    /// <summary>The first part that is not nothing is positive, and parameters go by their numbers.</summary>
    private static TransformProduct Make(CopyGroup group, double[] taps, double[] ofTaps, double[] parts, double factor)
    {
        var sign = Math.Sign(parts.FirstOrDefault(part => Math.Abs(part) > 1e-9));
        return new(taps, [.. group.TapOf.Select(tap => ofTaps[tap] * factor * sign)], [.. parts.Select(part => part * sign)]);
    }
}
