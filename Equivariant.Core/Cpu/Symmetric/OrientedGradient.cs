namespace Equivariant.Cpu;

/// <summary>The gradients of a <see cref="FactorisedConv"/>'s accumulators, from those of its results: turned into cells, with
/// the outputs of a cell side by side.</summary>
internal readonly unsafe struct OrientedGradient
{
    /// <summary>Copies that a vector's look-up tells apart.</summary>
    private const int CopiesAtOnce = 8;

    private readonly float* gradient, table;
    private readonly byte* argMax;
    private readonly int copies, row, cells, outputs;

    /// <summary>From the result's gradient and, for a maximum, its argmax, a byte per result; with <see cref="TableSize"/>
    /// numbers of scratch.</summary>
    public OrientedGradient(FactorisedConv conv, float* gradient, byte* argMax, float* scratch)
    {
        this.gradient = gradient;
        this.argMax = argMax;
        table = scratch;
        (copies, row, Accumulators) = (conv.Transform.Copies, RowOf(conv), conv.Transform.Accumulators);
        (cells, outputs) = (conv.Plan.Geometry.Output.Count, conv.Plan.Geometry.OutChannels);
        new Span<float>(table, TableSize(conv)).Clear();
        for (var a = 0; a < Accumulators; a++)
        {
            for (var copy = 0; copy < copies; copy++)
                table[(a * row) + copy] = (float)conv.Transform.OutputTransform[(copy * Accumulators) + a] * conv.Scale;
        }
    }

    public int Accumulators { get; }

    public bool Any => gradient != null;

    public static int TableSize(FactorisedConv conv) => conv.Transform.Accumulators * RowOf(conv);

    /// <summary>Numbers that the gradients of so many neighbouring cells, and of their rows, need room for.</summary>
    public long ScratchSize(int numbers, int row) => ((long)Planes * numbers) + ByteMaps.ScratchSize(row);

    private static int RowOf(FactorisedConv conv) =>
        (conv.Transform.Copies + CopiesAtOnce - 1) / CopiesAtOnce * CopiesAtOnce;

    /// <summary>Maps of a cell that the gradients are made of: those of the copies, or the result's and its argmax.</summary>
    private int Planes => argMax != null ? 2 : copies;

    private int Kept => argMax != null ? 1 : copies;

    /// <summary>Fills a packed input with the gradients of some outputs, accumulator by accumulator, with
    /// <see cref="ScratchSize(int, int)"/> numbers of scratch.</summary>
    public void Fill<TVector>(in PackedCells input, int output, int count, float* to, float* scratch)
        where TVector : struct, IVector<TVector>
    {
        var (image, first) = ((nint)outputs * Kept * cells, (nint)output * Kept * cells);
        for (var map = 0; map < Kept; map++)
        {
            var rows = new FloatMaps(gradient + first + ((nint)map * cells));
            input.Fill(rows, image, (nint)Kept * cells, count, scratch + ((nint)map * input.Size));
        }
        if (argMax != null)
            input.Fill(new ByteMaps(argMax + first, scratch + (2 * (nint)input.Size)), image, cells, count, scratch + input.Size);
        Expand<TVector>(scratch, input.Size, input.Size - PackedCells.Slack, to, input.Size, TVector.Count);
    }

    /// <summary>Turns some cells of an image, for at most a vector of outputs, accumulator by accumulator, the cells
    /// <paramref name="stride"/> apart. Needs scratch for a vector of each cell: <see cref="ScratchSize(int, int)"/>.</summary>
    public void Transpose<TVector>(
        int image, int output, int count, int cell, int cellCount, float* to, nint accumulatorStride, nint stride, float* scratch)
        where TVector : struct, IVector<TVector>
    {
        var size = (cellCount * TVector.Count) + PackedCells.Slack;
        var first = (((nint)image * outputs) + output) * Kept * cells;
        for (var map = 0; map < Kept; map++)
        {
            new FloatMaps(gradient).Transpose(
                first + ((nint)map * cells) + cell, (nint)Kept * cells, count, cellCount, scratch + ((nint)map * size),
                TVector.Count);
        }
        if (argMax != null)
        {
            new ByteMaps(argMax, scratch + (2 * (nint)size))
                .Transpose(first + cell, cells, count, cellCount, scratch + size, TVector.Count);
        }
        Expand<TVector>(scratch, size, cellCount * TVector.Count, to, accumulatorStride, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Expand<TVector>(float* from, nint mapStride, int numbers, float* to, nint accumulatorStride, nint stride)
        where TVector : struct, IVector<TVector>
    {
        for (var i = 0; i < numbers; i += TVector.Count, from += TVector.Count, to += stride)
        {
            for (var a = 0; a < Accumulators; a++)
            {
                var factors = table + (a * row);
                var into = to + (a * accumulatorStride);
                if (argMax != null)
                {
                    var winner = TVector.Load(from + mapStride);
                    var factor = TVector.Pick(factors, winner);
                    // Small whole numbers in the bits of floats are in the order of the floats.
                    for (var first = CopiesAtOnce; first < copies; first += CopiesAtOnce)
                    {
                        factor = TVector.WhereLess(
                            winner, TVector.Integers(first, 0), factor, TVector.Pick(factors + first, winner));
                    }
                    TVector.Store(TVector.MultiplyAdd(factor, TVector.Load(from), TVector.Fill(0)), into);
                    continue;
                }
                var sum = TVector.Fill(0);
                for (var copy = 0; copy < copies; copy++)
                    sum = TVector.MultiplyAdd(TVector.Fill(factors[copy]), TVector.Load(from + (copy * mapStride)), sum);
                TVector.Store(sum, into);
            }
        }
    }
}
