namespace Equivariant;

/// <summary>
/// A reduction over some axes as three nested loops, which are enough for five axes when neighbours of one kind are taken as
/// one: an output index finds the start of its block by the kept axes, and runs over the reduced axes. The innermost loop runs
/// over consecutive elements; extents are 1 where a loop plays no part.
/// </summary>
internal readonly struct ReduceArgs
{
    public readonly int R0, R1, R2;
    public readonly int S0, S1;
    private readonly StridedGrid kept;

    /// <param name="shape">Shape of the input.</param>
    /// <param name="axes">Axes to reduce, negative ones from the end; none means all.</param>
    /// <param name="keptDims">Shape of the result where reduced axes stay with extent 1.</param>
    /// <param name="squeezed">Shape of the result without the reduced axes.</param>
    public ReduceArgs(Shape shape, ReadOnlySpan<int> axes, out Shape keptDims, out Shape squeezed)
    {
        var reduced = new bool[shape.Rank];
        foreach (var axis in axes)
            reduced[shape.Axis(axis)] = true;
        if (axes.IsEmpty)
            Array.Fill(reduced, true);
        Span<int> keep = [1, 1, 1, 1, 1], strides = [0, 0, 0, 0, 0];
        Span<int> loops = [1, 1, 1], steps = [0, 0, 1];
        var (stride, loop) = (1, 2);
        for (var axis = 1; axis <= shape.Rank; axis++)
        {
            var extent = shape[-axis];
            strides[^axis] = stride;
            if (!reduced[^axis])
            {
                keep[^axis] = extent;
            }
            else if (stride == loops[loop] * steps[loop])
            {
                loops[loop] *= extent;
            }
            else if (extent != 1)
            {
                loop--;
                (loops[loop], steps[loop]) = (extent, stride);
            }
            stride *= extent;
        }
        (R0, R1, R2) = (loops[0], loops[1], loops[2]);
        (S0, S1) = (steps[0], steps[1]);
        kept = new StridedGrid(keep, strides);
        keptDims = new Shape(keep[^shape.Rank..]);
        squeezed = [.. keptDims.ToArray().Where((_, axis) => !reduced[axis])];
    }

    /// <summary>Elements that go into one result.</summary>
    public int Size => R0 * R1 * R2;

    /// <summary>How many neighbouring results begin at neighbouring elements, and whether there are several.</summary>
    public int Beside(out bool several) => kept.Run(false, out several);

    /// <summary>The elements that go into one result, from the start of its block, in the order of the loops.</summary>
    public StridedGrid Terms() => new([1, 1, R0, R1, R2], [0, 0, S0, S1, 1]);

    /// <summary>Where the block of an output index starts.</summary>
    public int Start(int i) => kept.Place(i);
}
