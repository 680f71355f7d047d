namespace Equivariant;

/// <summary>
/// A setting per spatial axis: one number for all of them (<c>stride: 2</c>), or one each,
/// outermost first (<c>padding: [1, 3, 3]</c>).
/// </summary>
[CollectionBuilder(typeof(PerAxis), nameof(Create))]
public readonly record struct PerAxis
{
    private readonly int count, a, b, c;

    private PerAxis(int count, int a, int b, int c) => (this.count, this.a, this.b, this.c) = (count, a, b, c);

    /// <summary>The same number for every axis.</summary>
    public static implicit operator PerAxis(int all) => new(0, all, all, all);

    /// <summary>One number an axis, for collection expressions.</summary>
    /// <exception cref="ShapeException">Not one, two or three numbers.</exception>
    public static PerAxis Create(ReadOnlySpan<int> axes) => axes.Length switch
    {
        1 => new(1, axes[0], 0, 0),
        2 => new(2, axes[0], axes[1], 0),
        3 => new(3, axes[0], axes[1], axes[2]),
        _ => throw new ShapeException($"A setting per axis has 1, 2 or 3 numbers, not {axes.Length}."),
    };

    /// <summary>One number an axis, outermost first.</summary>
    /// <param name="rank">Number of spatial axes, 1 to 3.</param>
    /// <param name="what">What the setting is, for the message.</param>
    /// <exception cref="ShapeException">The setting was given for another number of axes.</exception>
    public int[] For(int rank, string what) => For(rank, null, what);

    /// <summary>As the public one, for an op that the message names.</summary>
    internal int[] For(int rank, string? op, string what)
    {
        Check(rank, op, what);
        return rank == 1 ? [a] : rank == 2 ? [a, b] : [a, b, c];
    }

    /// <summary>One number for each of depth, height and width, <paramref name="neutral"/> for the axes that the input
    /// lacks.</summary>
    internal Volume Volume(int rank, int neutral, string op, string what)
    {
        Check(rank, op, what);
        return rank == 1 ? new(neutral, neutral, a) : rank == 2 ? new(neutral, a, b) : new(a, b, c);
    }

    /// <summary>For use in <c>foreach</c> and collection expressions.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)For(Math.Max(1, count), "setting")).GetEnumerator();

    /// <summary>As in <c>2</c> or <c>[1,3,3]</c>.</summary>
    public override string ToString() => count == 0 ? a.ToString() : $"[{string.Join(',', new[] { a, b, c }.Take(count))}]";

    // Called for every convolution: nothing is allocated where all is well.
    private void Check(int rank, string? op, string what)
    {
        if (count != 0 && count != rank)
        {
            throw new ShapeException(
                $"{op}{(op is null ? "" : ": ")}{what} {this} is given for {count} axes, the input has {rank}.");
        }
    }
}
