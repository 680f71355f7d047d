namespace Equivariant;

/// <summary>What becomes of the results of a kernel's oriented copies in <see cref="Ops.SymmetricConv"/>.</summary>
public enum OrientationReduction
{
    /// <summary>All are kept: channel <c>output · copies + copy</c>.</summary>
    None,

    /// <summary>Their maximum at each place (maxout); the gradient goes to the largest, the first of equal ones.</summary>
    Max,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}

internal static class OrientationReductionExtensions
{
    /// <summary>Whether the reduction is linear: then the kernels can be summed in place of the results.</summary>
    public static bool IsSum(this OrientationReduction reduction) =>
        reduction is OrientationReduction.Mean or OrientationReduction.Sum;
}
