namespace Equivariant;

/// <summary>
/// A symmetry of the interval, square or cube: a rearrangement of one to three axes, each kept or reversed.
/// </summary>
/// <remarks>
/// <para>An element g moves positions, measured from the grid's centre (a half-pixel centre for even sizes):
/// <c>(g p)[a] = Sign(a) · p[Axis(a)]</c>. On an image it acts as <c>(g f)(p) = f(g⁻¹ p)</c>: what stood at p
/// stands at g p afterwards.</para>
/// <para>Axis 0 of the plane is the row (downwards), axis 1 the column. Names follow image rotation: <c>rot90</c> turns
/// COUNTER-CLOCKWISE, as NumPy's rot90 does. The oriented kernels of <see cref="RotatedKernels"/> turn CLOCKWISE, as Gao and Ji
/// print them; ask for <see cref="Clockwise"/> or <see cref="CounterClockwise"/> and no doubt is left.</para>
/// </remarks>
public readonly record struct SignedPermutation
{
    /// <summary>Four bits for each output axis, the first one lowest: its input axis, and 4 where it is reversed.</summary>
    private readonly int code;

    /// <summary>An element from the input axis that each output axis takes and its sign (+1 or −1).</summary>
    /// <param name="axes">A permutation of 0 … rank−1; one to three entries.</param>
    /// <param name="signs">+1 or −1 for each output axis.</param>
    /// <exception cref="ArgumentException">The two do not describe a signed permutation of 1 to 3 axes.</exception>
    public SignedPermutation(ReadOnlySpan<int> axes, ReadOnlySpan<int> signs)
    {
        if (axes.Length is < 1 or > 3)
            throw new ArgumentException($"A symmetry acts on 1 to 3 axes, not {axes.Length}.", nameof(axes));
        if (signs.Length != axes.Length)
            throw new ArgumentException($"{axes.Length} axes need as many signs, not {signs.Length}.", nameof(signs));
        for (var a = 0; a < axes.Length; a++)
        {
            if (!axes.Contains(a))
                throw new ArgumentException(
                    $"[{string.Join(", ", axes.ToArray())}] is not a permutation of the axes 0 to {axes.Length - 1}.",
                    nameof(axes));
            if (signs[a] is not (1 or -1))
                throw new ArgumentException($"The sign of axis {a} is {signs[a]}; it must be +1 or -1.", nameof(signs));
        }
        Rank = axes.Length;
        for (var a = 0; a < Rank; a++)
            code |= (axes[a] | (signs[a] < 0 ? 4 : 0)) << (4 * a);
    }

    /// <summary>The number of axes, 1 to 3.</summary>
    public int Rank { get; }

    /// <summary>Whether the element turns the grid without mirroring it.</summary>
    public bool IsRotation
    {
        get
        {
            var determinant = 1;
            for (var a = 0; a < Rank; a++)
            {
                determinant *= Sign(a);
                for (var b = 0; b < a; b++)
                    determinant *= Axis(b) > Axis(a) ? -1 : 1;
            }
            return determinant > 0;
        }
    }

    /// <summary>
    /// The element's name: <c>id</c>, <c>reverse</c> (1D); <c>rot90</c>, <c>rot180</c>, <c>rot270</c> (counter-clockwise),
    /// <c>flipH</c>, <c>flipV</c>, <c>transpose</c>, <c>antiTranspose</c> (2D); in 3D the source of each output axis with its
    /// sign, e.g. <c>[d,-w,h]</c>.
    /// </summary>
    public string Name
    {
        get
        {
            foreach (var (element, name) in Named)
                if (element == this)
                    return name;
            var axes = new string[Rank];
            for (var a = 0; a < Rank; a++)
                axes[a] = (Sign(a) < 0 ? "-" : "") + "dhw"[Axis(a)];
            return $"[{string.Join(',', axes)}]";
        }
    }

    private static IEnumerable<(SignedPermutation Element, string Name)> Named =>
    [
        (Identity(1), "id"), (Identity(2), "id"), (Identity(3), "id"), (Reversal, "reverse"), (CounterClockwise(1), "rot90"),
        (CounterClockwise(2), "rot180"), (CounterClockwise(3), "rot270"), (FlipH, "flipH"), (FlipV, "flipV"),
        (Transpose, "transpose"), (AntiTranspose, "antiTranspose"),
    ];

    /// <summary>The element that moves nothing.</summary>
    /// <param name="rank">The number of axes, 1 to 3.</param>
    /// <exception cref="ArgumentException">Any other rank.</exception>
    public static SignedPermutation Identity(int rank) => rank is < 1 or > 3
        ? throw new ArgumentException($"A symmetry acts on 1 to 3 axes, not {rank}.", nameof(rank))
        : new([.. Enumerable.Range(0, rank)], [.. Enumerable.Repeat(1, rank)]);

    /// <summary>The reversal of a line (1D).</summary>
    public static SignedPermutation Reversal => new([0], [-1]);

    /// <summary>Left and right change places: the columns are reversed (2D).</summary>
    public static SignedPermutation FlipH => new([0, 1], [1, -1]);

    /// <summary>Top and bottom change places: the rows are reversed (2D).</summary>
    public static SignedPermutation FlipV => new([0, 1], [-1, 1]);

    /// <summary>Rows become columns: the mirror line runs from top left to bottom right (2D).</summary>
    public static SignedPermutation Transpose => new([1, 0], [1, 1]);

    /// <summary>The mirror image about the line from top right to bottom left (2D).</summary>
    public static SignedPermutation AntiTranspose => new([1, 0], [-1, -1]);

    /// <summary>Turns the plane counter-clockwise by a number of quarter turns (NumPy rot90; negative turns clockwise).</summary>
    /// <param name="quarterTurns">Any integer; 4 is a full turn.</param>
    public static SignedPermutation CounterClockwise(int quarterTurns) => (quarterTurns & 3) switch
    {
        0 => new([0, 1], [1, 1]),
        1 => new([1, 0], [-1, 1]),
        2 => new([0, 1], [-1, -1]),
        _ => new([1, 0], [1, -1]),
    };

    /// <summary>Turns the plane clockwise by a number of quarter turns, the sense in which oriented kernels turn.</summary>
    /// <param name="quarterTurns">Any integer; 4 is a full turn.</param>
    public static SignedPermutation Clockwise(int quarterTurns) => CounterClockwise(-(quarterTurns & 3));

    /// <summary>The input axis that output axis <paramref name="a"/> takes.</summary>
    /// <param name="a">0 … rank−1.</param>
    public int Axis(int a) => Bits(a) & 3;

    /// <summary>−1 where output axis <paramref name="a"/> is reversed, else +1.</summary>
    /// <param name="a">0 … rank−1.</param>
    public int Sign(int a) => (Bits(a) & 4) != 0 ? -1 : 1;

    /// <summary>The element that does <paramref name="first"/> and then this one (the product <c>this · first</c>).</summary>
    /// <param name="first">An element on as many axes.</param>
    /// <exception cref="ArgumentException">The two act on different numbers of axes.</exception>
    public SignedPermutation Compose(SignedPermutation first)
    {
        if (first.Rank != Rank)
            throw new ArgumentException($"A symmetry of {Rank} axes cannot follow one of {first.Rank}.", nameof(first));
        Span<int> axes = stackalloc int[Rank], signs = stackalloc int[Rank];
        for (var a = 0; a < Rank; a++)
            (axes[a], signs[a]) = (first.Axis(Axis(a)), Sign(a) * first.Sign(Axis(a)));
        return new(axes, signs);
    }

    /// <summary>The element that undoes this one.</summary>
    public SignedPermutation Inverse()
    {
        Span<int> axes = stackalloc int[Rank], signs = stackalloc int[Rank];
        for (var a = 0; a < Rank; a++)
            (axes[Axis(a)], signs[Axis(a)]) = (a, Sign(a));
        return new(axes, signs);
    }

    /// <summary>Whether this element exchanges axes, so that a grid must be square in them to keep its shape.</summary>
    public bool SwapsAxes
    {
        get
        {
            for (var a = 0; a < Rank; a++)
                if (Axis(a) != a)
                    return true;
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private int Bits(int a) => (uint)a < (uint)Rank ? code >> (4 * a)
        : throw new ArgumentOutOfRangeException(nameof(a), a, $"The element acts on axes 0 to {Rank - 1}.");
}
