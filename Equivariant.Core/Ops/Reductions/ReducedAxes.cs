namespace Equivariant;

/// <summary>Which axes of a shape a reduction takes away.</summary>
internal readonly struct ReducedAxes
{
    private readonly Shape shape;
    private readonly bool[] reduced;

    /// <summary>No axes means all of them.</summary>
    public ReducedAxes(Shape shape, ReadOnlySpan<int> axes)
    {
        this.shape = shape;
        reduced = new bool[shape.Rank];
        foreach (var axis in axes)
            reduced[shape.Axis(axis)] = true;
        if (axes.Length == 0)
            Array.Fill(reduced, true);
        Args = new ReduceArgs(shape, reduced);
    }

    public ReduceArgs Args { get; }

    /// <summary>The shape of the result.</summary>
    public Shape Result(bool keepDim)
    {
        Span<int> axes = stackalloc int[Shape.MaxRank];
        var rank = 0;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (!reduced[axis] || keepDim)
                axes[rank++] = reduced[axis] ? 1 : shape[axis];
        }
        return new Shape(axes[..rank]);
    }
}
