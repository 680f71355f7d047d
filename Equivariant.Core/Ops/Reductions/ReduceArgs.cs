namespace Equivariant;

/// <summary>
/// A reduction over some axes as five nested loops: an output index finds the start of its block by the extents and strides of
/// the kept axes, and runs over those of the reduced axes. Extents are 1 where an axis plays no part.
/// </summary>
internal readonly struct ReduceArgs
{
    public readonly int R0, R1, R2, R3, R4;
    public readonly int S0, S1, S2, S3, S4;
    private readonly StridedGrid kept;

    public ReduceArgs(Shape shape, ReadOnlySpan<bool> reduced)
    {
        Span<int> extents = stackalloc int[Shape.MaxRank], strides = stackalloc int[Shape.MaxRank];
        Span<int> keep = stackalloc int[Shape.MaxRank], loops = stackalloc int[Shape.MaxRank];
        var stride = 1;
        for (var axis = 1; axis <= Shape.MaxRank; axis++)
        {
            var extent = axis <= shape.Rank ? shape[-axis] : 1;
            var reduce = axis <= shape.Rank && reduced[^axis];
            (keep[^axis], loops[^axis], strides[^axis]) = (reduce ? 1 : extent, reduce ? extent : 1, stride);
            stride *= extent;
        }
        (R0, R1, R2, R3, R4) = (loops[0], loops[1], loops[2], loops[3], loops[4]);
        (S0, S1, S2, S3, S4) = (strides[0], strides[1], strides[2], strides[3], strides[4]);
        kept = new StridedGrid(keep, strides);
    }

    /// <summary>Elements that go into one result.</summary>
    public int Size => R0 * R1 * R2 * R3 * R4;

    /// <summary>How many neighbouring results begin at neighbouring elements, and whether there are several.</summary>
    public int Beside(out bool several) => kept.Run(false, out several);

    /// <summary>The elements that go into one result, from the start of its block, in the order of the loops.</summary>
    public StridedGrid Terms() => new([R0, R1, R2, R3, R4], [S0, S1, S2, S3, S4]);

    /// <summary>Where the block of an output index starts.</summary>
    public int Start(int i) => kept.Place(i);
}
