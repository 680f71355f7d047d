using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Equivariant;

/// <summary>The extents of a tensor: up to five axes, row-major, the last axis contiguous.</summary>
/// <remarks>A value: <c>Shape s = [8, 3, 32, 32];</c>. No axes is a scalar with one element.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly record struct Shape
{
    /// <summary>The largest number of axes: batch, channel, depth, height, width.</summary>
    public const int MaxRank = 5;

    private readonly Extents extents;

    /// <summary>A shape of the given extents.</summary>
    /// <exception cref="ShapeException">More than five axes, a negative extent, or more than 2⁶³ − 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> axes)
    {
        if (axes.Length > MaxRank)
            throw new ShapeException(
                $"A tensor has at most {MaxRank} axes, not {axes.Length}: [{string.Join(',', axes.ToArray())}].");
        Rank = axes.Length;
        var count = 1L;
        for (var axis = 0; axis < axes.Length; axis++)
        {
            if (axes[axis] < 0)
                throw new ShapeException($"Axis {axis} of [{string.Join(',', axes.ToArray())}] is negative.");
            if (axes[axis] > 0 && count > long.MaxValue / axes[axis])
                throw new ShapeException($"[{string.Join(',', axes.ToArray())}] has more elements than can be counted.");
            extents[axis] = axes[axis];
            count *= axes[axis];
        }
    }

    /// <summary>Number of axes.</summary>
    public int Rank { get; }

    [UnscopedRef]
    private ReadOnlySpan<int> Axes => ((ReadOnlySpan<int>)extents)[..Rank];

    /// <summary>Number of elements: the product of the extents, 1 for a scalar.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            for (var axis = 0; axis < Rank; axis++)
                count *= extents[axis];
            return count;
        }
    }

    /// <summary>Extent of an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public int this[int axis] => extents[Axis(axis)];

    /// <summary>A shape from a list, for collection expressions.</summary>
    public static Shape Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>The axis as a number from 0 to Rank − 1; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public int Axis(int axis) => axis >= -Rank && axis < Rank
        ? (axis < 0 ? axis + Rank : axis)
        : throw new ShapeException($"{this} has no axis {axis}.");

    /// <summary>The extents as a new array.</summary>
    public int[] ToArray() => Axes.ToArray();

    /// <summary>For use in <c>foreach</c> and collection expressions.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    /// <summary>The same shape with one extent replaced.</summary>
    public Shape With(int axis, int extent)
    {
        Span<int> axes = stackalloc int[MaxRank];
        Axes.CopyTo(axes);
        axes[Axis(axis)] = extent;
        return new Shape(axes[..Rank]);
    }

    /// <summary>Product of the extents from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public int CountOf(int start, int end)
    {
        var count = 1;
        for (var axis = start; axis < end; axis++)
            count = checked(count * extents[axis]);
        return count;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Axes.SequenceEqual(other.Axes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(Axes));
        return hash.ToHashCode();
    }

    /// <summary>As in <c>[8,3,32,32]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', ToArray())}]";

    /// <summary>The shape two shapes broadcast to, aligned at the last axis as in PyTorch.</summary>
    /// <exception cref="ShapeException">Two extents differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b, string op)
    {
        var rank = Math.Max(a.Rank, b.Rank);
        Span<int> axes = stackalloc int[rank];
        for (var axis = 1; axis <= rank; axis++)
        {
            var ea = axis <= a.Rank ? a[-axis] : 1;
            var eb = axis <= b.Rank ? b[-axis] : 1;
            if (ea != eb && ea != 1 && eb != 1)
                throw new ShapeException($"{op}: {a} and {b} do not broadcast, axis -{axis} has {ea} and {eb}.");
            axes[^axis] = ea == 1 ? eb : ea;
        }
        return new Shape(axes);
    }

    [InlineArray(MaxRank)]
    private struct Extents
    {
        private int first;
    }
}

/// <summary>Shapes that do not fit together; the message gives the shapes and the remedy.</summary>
public class ShapeException(string message) : ArgumentException(message);
