namespace Equivariant;

/// <summary>
/// How many cells a window op adds on each side of the input: a number (<c>padding: 1</c>),
/// one an axis (<c>padding: [1, 3, 3]</c>), <see cref="Same"/> or <see cref="Valid"/>.
/// </summary>
[CollectionBuilder(typeof(Padding), nameof(Create))]
public readonly record struct Padding
{
    private readonly PerAxis cells;
    private readonly bool same;

    private Padding(PerAxis cells, bool same) => (this.cells, this.same) = (cells, same);

    /// <summary>
    /// As much as keeps the size, for stride 1 only; where the window asks for an odd number, the end gets the extra cell, as in
    /// PyTorch, and the op then commutes with no turn.
    /// </summary>
    public static Padding Same { get; } = new(0, true);

    /// <summary>None.</summary>
    public static Padding Valid => default;

    /// <summary>The cells on each side of each axis; null for <see cref="Same"/>, which depends on the window.</summary>
    public PerAxis? Numbers => same ? null : cells;

    /// <summary>As many cells on every side of every axis.</summary>
    public static implicit operator Padding(int all) => new(all, false);

    /// <summary>As many cells on both sides of an axis.</summary>
    public static implicit operator Padding(PerAxis cells) => new(cells, false);

    /// <summary>One number an axis, outermost first, for collection expressions.</summary>
    /// <exception cref="ShapeException">Not one, two or three numbers.</exception>
    public static Padding Create(ReadOnlySpan<int> axes) => new(PerAxis.Create(axes), false);

    /// <summary>For use in <c>foreach</c> and collection expressions.</summary>
    public IEnumerator<int> GetEnumerator() => cells.GetEnumerator();

    /// <summary>As in <c>same</c>, <c>2</c> or <c>[1,3,3]</c>.</summary>
    public override string ToString() => same ? "same" : cells.ToString();

    /// <summary>The cells before and after each axis.</summary>
    internal (Volume Before, Volume After) Cells(int rank, Volume kernel, Volume stride, Volume dilation, string op)
    {
        if (!same)
        {
            var both = cells.Volume(rank, 0, op, "padding");
            return both is { D: >= 0, H: >= 0, W: >= 0 }
                ? (both, both) : throw new ShapeException($"{op}: padding {this} is negative.");
        }
        if (stride != new Volume(1, 1, 1))
            throw new ShapeException(
                $"{op}: padding 'same' keeps the size, stride {stride.Text(rank)} does not; give the padding as numbers.");
        var total = new Volume(dilation.D * (kernel.D - 1), dilation.H * (kernel.H - 1), dilation.W * (kernel.W - 1));
        var before = new Volume(total.D / 2, total.H / 2, total.W / 2);
        return (before, new Volume(total.D - before.D, total.H - before.H, total.W - before.W));
    }
}
