namespace Equivariant;

/// <summary>
/// Walks an array in the row-major order of five extents by strides of its own: 0 along an axis that is repeated, any order for
/// axes that are exchanged.
/// </summary>
internal readonly struct StridedGrid
{
    private readonly int d1, d2, d3, d4;
    private readonly int s0, s1, s2, s3, s4;

    /// <param name="extents">Five, outermost first.</param>
    /// <param name="strides">How far a step along each axis goes.</param>
    public StridedGrid(ReadOnlySpan<int> extents, ReadOnlySpan<int> strides)
    {
        (d1, d2, d3, d4) = (extents[1], extents[2], extents[3], extents[4]);
        (s0, s1, s2, s3, s4) = (strides[0], strides[1], strides[2], strides[3], strides[4]);
    }

    /// <summary>An axis, counted from the innermost one.</summary>
    /// <param name="axis">0 to 4.</param>
    /// <param name="count">Number of all elements.</param>
    public (int Extent, int Stride) Axis(int axis, int count) => axis switch
    {
        0 => (d4, s4),
        1 => (d3, s3),
        2 => (d2, s2),
        3 => (d1, s1),
        _ => (count / (d1 * d2 * d3 * d4), s0),
    };

    /// <summary>How many elements from the start of the inner axes on lie one after the other, or at one place.</summary>
    /// <param name="isWhole">All of them, in order.</param>
    /// <param name="moves">Whether they lie one after the other.</param>
    public int Run(bool isWhole, out bool moves)
    {
        ReadOnlySpan<int> extents = [d4, d3, d2, d1], strides = [s4, s3, s2, s1];
        var run = 1;
        var step = isWhole ? 1 : -1;
        for (var axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] == 1)
                continue;
            if (!isWhole && step < 0 && strides[axis] <= 1)
                step = strides[axis];
            if (!isWhole && (step < 0 || strides[axis] != run * step))
                break;
            run *= extents[axis];
        }
        moves = step > 0;
        return run;
    }

    /// <summary>The place of the element with a row-major index.</summary>
    public int Place(int i)
    {
        var i4 = i % d4;
        i /= d4;
        var i3 = i % d3;
        i /= d3;
        var i2 = i % d2;
        i /= d2;
        return (i / d1 * s0) + (i % d1 * s1) + (i2 * s2) + (i3 * s3) + (i4 * s4);
    }
}
