namespace Equivariant.Gpu;

/// <summary>Maxout over the oriented copies on the GPU: the largest copies of a thread's results, and their argmax: a byte each,
/// a row's four in a word.</summary>
internal struct OrientedMaxout
{
    public Quad Value;

    public int ArgMax0, ArgMax1, ArgMax2, ArgMax3;

    /// <summary>The largest copies of what the accumulators hold; <paramref name="combine"/> is that of
    /// <see cref="TransformTable.LoadOutput"/>.</summary>
    public static OrientedMaxout Of<TGroup>(Accumulators<Quad> sums, ArrayView<float> combine, int copies)
        where TGroup : struct, IOrientedGroup
    {
        var largest = new OrientedMaxout { Value = Copy<TGroup>(sums, combine, 0) };
        for (var copy = 1; copy < copies; copy++)
        {
            var value = Copy<TGroup>(sums, combine, copy * TransformTable.CopyPitch);
            (largest.Value.R0, largest.ArgMax0) = Keep(largest.Value.R0, largest.ArgMax0, value.R0, copy);
            (largest.Value.R1, largest.ArgMax1) = Keep(largest.Value.R1, largest.ArgMax1, value.R1, copy);
            (largest.Value.R2, largest.ArgMax2) = Keep(largest.Value.R2, largest.ArgMax2, value.R2, copy);
            (largest.Value.R3, largest.ArgMax3) = Keep(largest.Value.R3, largest.ArgMax3, value.R3, copy);
        }
        return largest;
    }

    private static Quad Copy<TGroup>(Accumulators<Quad> sums, ArrayView<float> combine, int at)
        where TGroup : struct, IOrientedGroup
    {
        var value = Quad.AddTimes(sums.A0, combine[at + 1], sums.A1);
        if (TGroup.Accumulators > 2)
        {
            value = Quad.AddTimes(value, combine[at + 2], sums.A2);
            value = Quad.AddTimes(value, combine[at + 3], sums.A3);
        }
        if (TGroup.Accumulators > 4)
            value = Quad.AddTimes(value, combine[at + 4], sums.A4);
        if (TGroup.Accumulators > 5)
        {
            value = Quad.AddTimes(value, combine[at + 5], sums.A5);
            value = Quad.AddTimes(value, combine[at + 6], sums.A6);
        }
        if (TGroup.Accumulators > 7)
        {
            value = Quad.AddTimes(value, combine[at + 7], sums.A7);
            value = Quad.AddTimes(value, combine[at + 8], sums.A8);
            value = Quad.AddTimes(value, combine[at + 9], sums.A9);
            value = Quad.AddTimes(value, combine[at + 10], sums.A10);
        }
        return value;
    }

    private static (Float4 Best, int ArgMax) Keep(Float4 best, int argMax, Float4 value, int copy)
    {
        if (IsLarger(value.X, best.X))
        {
            best.X = value.X;
            argMax = copy | (argMax & ~255);
        }
        if (IsLarger(value.Y, best.Y))
        {
            best.Y = value.Y;
            argMax = (copy << 8) | (argMax & ~(255 << 8));
        }
        if (IsLarger(value.Z, best.Z))
        {
            best.Z = value.Z;
            argMax = (copy << 16) | (argMax & ~(255 << 16));
        }
        if (IsLarger(value.W, best.W))
        {
            best.W = value.W;
            argMax = (copy << 24) | (argMax & ~(255 << 24));
        }
        return (best, argMax);
    }

    /// <summary>What is not a number is larger than all that is.</summary>
    private static bool IsLarger(float value, float best) => (value > best) | (float.IsNaN(value) & !float.IsNaN(best));
}
