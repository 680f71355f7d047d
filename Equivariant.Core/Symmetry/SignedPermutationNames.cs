namespace Equivariant;

/// <summary>Names of symmetry elements, for reports and error messages.</summary>
internal static class SignedPermutationNames
{
    private static readonly (SignedPermutation Element, string Name)[] Named =
    [
        (SignedPermutation.Reversal, "reverse"),
        (SignedPermutation.CounterClockwise(1), "rot90"),
        (SignedPermutation.CounterClockwise(2), "rot180"),
        (SignedPermutation.CounterClockwise(3), "rot270"),
        (SignedPermutation.FlipH, "flipH"),
        (SignedPermutation.FlipV, "flipV"),
        (SignedPermutation.Transpose, "transpose"),
        (SignedPermutation.AntiTranspose, "antiTranspose"),
    ];

    public static string Of(SignedPermutation element)
    {
        if (element.Rank == 0)
            return "none";
        if (element == SignedPermutation.Identity(element.Rank))
            return "id";
        foreach (var (named, name) in Named)
            if (named == element)
                return name;
        return "[" + string.Join(',', Enumerable.Range(0, element.Rank).Select(a => Letter(element, a))) + "]";
    }

    private static string Letter(SignedPermutation element, int a) =>
        (element.Sign(a) < 0 ? "-" : "") + "dhw"[element.Axis(a)];
}
