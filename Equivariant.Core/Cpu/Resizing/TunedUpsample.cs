namespace Equivariant.Cpu;

/// <summary>Resizing row by row: what a row needs of the input's rows is summed by vectors, then read along the row.</summary>
internal sealed class TunedUpsample : ITuned<UpsampleOp.Forward, ResizeArgs>
{
    public bool TryRun(CpuDevice device, int count, in ResizeArgs args, in Operands operands) => ResizedRows.TryRun(
        device, count / args.Width.Out, args, operands, args.Input, ResizeTerms.Forward);
}

/// <summary>Its gradient: the same with every axis' weights turned round.</summary>
internal sealed class TunedUpsampleGradient : ITuned<UpsampleOp.Backward, ResizeArgs>
{
    public bool TryRun(CpuDevice device, int count, in ResizeArgs args, in Operands operands) => ResizedRows.TryRun(
        device, count / args.Width.In, args, operands, args.Output, ResizeTerms.Backward);
}

/// <summary>For each index of an axis what it takes of which others: terms <c>First[i]</c> to <c>First[i + 1]</c>.</summary>
internal readonly record struct ResizeTerms(int[] First, int[] Sources, float[] Weights)
{
    public int Count => First.Length - 1;

    /// <summary>The inputs of every output.</summary>
    public static ResizeTerms Forward(ResizeAxis axis) => Of(axis.Out, o =>
        axis.Past(o) == 0 || axis.After(o) == axis.Before(o) ? [(axis.Before(o), 1)]
            : [(axis.Before(o), Part(axis, axis.Parts - axis.Past(o))), (axis.After(o), Part(axis, axis.Past(o)))]);

    /// <summary>The outputs that every input has a share in.</summary>
    public static ResizeTerms Backward(ResizeAxis axis) => Of(axis.In, i =>
        Enumerable.Range(axis.FirstOutput(i), axis.EndOutput(i) - axis.FirstOutput(i))
            .Select(o => (o, Part(axis, axis.Weight(o, i)))).Where(term => term.Item2 != 0));

    private static float Part(ResizeAxis axis, long parts) => (float)((double)parts / axis.Parts);

    private static ResizeTerms Of(int count, Func<int, IEnumerable<(int Source, float Weight)>> termsOf)
    {
        var first = new int[count + 1];
        var terms = new List<(int Source, float Weight)>();
        for (var i = 0; i < count; i++)
        {
            terms.AddRange(termsOf(i));
            first[i + 1] = terms.Count;
        }
        return new(first, [.. terms.Select(term => term.Source)], [.. terms.Select(term => term.Weight)]);
    }
}

/// <summary>Index: row of the result.</summary>
internal readonly unsafe struct ResizedRows(
    CpuDevice device, Volume source, ResizeTerms depth, ResizeTerms height, ResizeTerms width, Operands operands) : IVectorRange
{
    private readonly float* x = CpuDevice.Pointer<float>(operands.A);
    private readonly float* y = CpuDevice.Pointer<float>(operands.Y);

    public static bool TryRun(CpuDevice device, int rows, in ResizeArgs args, in Operands operands, Volume source,
        Func<ResizeAxis, ResizeTerms> terms)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        VectorWidth.For(device, rows, 1 + (VectorMap.SmallestShare / (args.Width.In + args.Width.Out)),
            new ResizedRows(device, source, terms(args.Depth), terms(args.Height), terms(args.Width), operands));
        return true;
    }

    void IVectorRange.Run<TVector>(int start, int end)
    {
        using var room = new Rented<float>(device.Pool, source.W);
        for (var row = start; row < end; row++)
        {
            var (block, h) = Math.DivRem(row, height.Count);
            var (plane, d) = Math.DivRem(block, depth.Count);
            new Span<float>(room.Start, source.W).Clear();
            for (var back = depth.First[d]; back < depth.First[d + 1]; back++)
            {
                for (var below = height.First[h]; below < height.First[h + 1]; below++)
                {
                    var from = ((((nint)plane * source.D) + depth.Sources[back]) * source.H) + height.Sources[below];
                    Add<TVector>(room.Start, x + (from * source.W), depth.Weights[back] * height.Weights[below]);
                }
            }
            Along(room.Start, y + ((nint)row * width.Count));
        }
    }

    private void Add<TVector>(float* sum, float* row, float weight) where TVector : struct, IVector<TVector>
    {
        var weights = TVector.Fill(weight);
        for (var i = 0; i < source.W; i += TVector.Count)
            TVector.Store(TVector.Load(sum + i) + (weights * TVector.Load(row + i)), sum + i, source.W - i);
    }

    private void Along(float* row, float* target)
    {
        var (first, sources, weights) = width;
        var term = 0;
        for (var w = 0; w < first.Length - 1; w++)
        {
            var value = 0f;
            for (; term < first[w + 1]; term++)
                value += weights[term] * row[sources[term]];
            target[w] = value;
        }
    }
}
