using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>The gradients of an <see cref="OrientedConv"/>'s accumulators, from those of its results.</summary>
internal readonly unsafe struct OrientedGradient
{
    /// <summary>The most copies of a transform, and the numbers of a vector.</summary>
    private const int Lanes = 8;

    private readonly float* gradient;
    private readonly byte* winners;
    private readonly int copies, cells;
    private readonly Vector256<float>[] columns;

    /// <summary>From the result's gradient and, for a maximum, its winners.</summary>
    public OrientedGradient(OrientedConv conv, float* gradient, byte* winners)
    {
        this.gradient = gradient;
        this.winners = winners;
        (copies, Accumulators, cells) = (conv.Transform.Copies, conv.Transform.Accumulators, conv.Args.Geometry.Output.Count);
        columns = new Vector256<float>[Accumulators];
        for (var a = 0; a < Accumulators; a++)
        {
            for (var copy = 0; copy < copies; copy++)
                columns[a] = columns[a].WithElement(copy, (float)conv.Transform.Combine[(copy * Accumulators) + a] * conv.Scale);
        }
    }

    public int Accumulators { get; }

    /// <summary>Some cells of an output's plane, one row for each accumulator.</summary>
    /// <param name="plane">Image · outputs + output.</param>
    /// <param name="cell">The first cell.</param>
    /// <param name="count">Number of cells.</param>
    /// <param name="to">Result.</param>
    /// <param name="stride">From row to row of the result.</param>
    public void Expand(int plane, int cell, int count, float* to, nint stride)
    {
        if (winners != null)
            OfWinners(gradient + ((nint)plane * cells) + cell, winners + ((nint)plane * cells) + cell, count, to, stride);
        else
            OfCopies(gradient + ((nint)plane * copies * cells) + cell, count, to, stride);
    }

    private void OfWinners(float* dy, byte* winner, int count, float* to, nint stride)
    {
        var i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            var value = Vector256.Load(dy + i);
            var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(winner + i)).AsByte()));
            var copy = Vector256.Create(low, high).AsInt32();
            for (var a = 0; a < columns.Length; a++)
                (Vector256.Shuffle(columns[a], copy) * value).Store(to + (a * stride) + i);
        }
        for (; i < count; i++)
        {
            for (var a = 0; a < columns.Length; a++)
                to[(a * stride) + i] = columns[a][winner[i]] * dy[i];
        }
    }

    private void OfCopies(float* dy, int count, float* to, nint stride)
    {
        for (var a = 0; a < columns.Length; a++, to += stride)
        {
            var i = 0;
            for (; i <= count - Lanes; i += Lanes)
            {
                var sum = Vector256<float>.Zero;
                for (var copy = 0; copy < copies; copy++)
                    sum += columns[a][copy] * Vector256.Load(dy + ((nint)copy * cells) + i);
                sum.Store(to + i);
            }
            for (; i < count; i++)
            {
                var sum = 0f;
                for (var copy = 0; copy < copies; copy++)
                    sum += columns[a][copy] * dy[((nint)copy * cells) + i];
                to[i] = sum;
            }
        }
    }
}

/// <summary>Writes whole planes, [plane, accumulator, cell]; an index is a plane, counted from the first.</summary>
internal readonly unsafe struct OrientedGradientMaps(OrientedGradient gradient, int firstPlane, int cells, float* maps) : IRange
{
    public void Run(int start, int end)
    {
        for (var plane = start; plane < end; plane++)
            gradient.Expand(firstPlane + plane, 0, cells, maps + ((nint)plane * gradient.Accumulators * cells), cells);
    }
}
