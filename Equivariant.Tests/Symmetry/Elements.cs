using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Symmetry;

/// <summary>Random symmetries and grids for the laws.</summary>
internal static class Elements
{
    /// <summary>A rank with three elements of its full group and a grid of small sizes, even and odd.</summary>
    public static Arbitrary<(SignedPermutation F, SignedPermutation G, SignedPermutation H, int[] Sizes)> Triples =>
        (from rank in Gen.Choose(1, 3)
         from f in Gen.Elements(SymmetryGroups.Full(rank).Elements.AsEnumerable())
         from g in Gen.Elements(SymmetryGroups.Full(rank).Elements.AsEnumerable())
         from h in Gen.Elements(SymmetryGroups.Full(rank).Elements.AsEnumerable())
         from sizes in Gen.Choose(1, 5).ArrayOf(rank)
         select (f, g, h, sizes)).ToArbitrary();

    public static IEnumerable<SymmetryGroup> Groups =>
    [
        SymmetryGroups.Line, SymmetryGroups.C1, SymmetryGroups.C2, SymmetryGroups.C4, SymmetryGroups.MirrorH,
        SymmetryGroups.MirrorV, SymmetryGroups.Klein, SymmetryGroups.D4, SymmetryGroups.CubeRotations, SymmetryGroups.Cube,
    ];
}
