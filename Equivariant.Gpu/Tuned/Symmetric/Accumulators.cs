namespace Equivariant.Gpu;

/// <summary>One thing for each accumulator of a group transform; what a group does not use, the compiler removes.</summary>
internal struct Accumulators<T> where T : unmanaged
{
    public const int Most = 11;

    public T A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, A10;
}

/// <summary>A number for each product of a group transform.</summary>
internal struct Products
{
    public const int Most = 13;

    public float P0, P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12;

    /// <summary>Writes the first <paramref name="count"/> numbers, <paramref name="step"/> apart, from the start of a slice. With
    /// a constant step the offsets are parts of the stores, and one address in a register does for all.</summary>
    public static void Write(ArrayView<float> slice, int step, int count, Products products)
    {
        slice[0] = products.P0;
        slice[step] = products.P1;
        slice[2 * step] = products.P2;
        slice[3 * step] = products.P3;
        slice[4 * step] = products.P4;
        slice[5 * step] = products.P5;
        slice[6 * step] = products.P6;
        slice[7 * step] = products.P7;
        slice[8 * step] = products.P8;
        if (count > 9)
            slice[9 * step] = products.P9;
        if (count > 10)
            slice[10 * step] = products.P10;
        if (count > 11)
            slice[11 * step] = products.P11;
        if (count > 12)
            slice[12 * step] = products.P12;
    }
}

/// <summary>Sums of one accumulator: four rows of four columns.</summary>
internal struct Quad
{
    public Float4 R0, R1, R2, R3;

    /// <summary>Numbers of a slice from row to row, in fours.</summary>
    public const int Pitch = 16;

    /// <summary>Adds a product: one row of each slice, from the thread's rows and columns on. Offsets are constants, and so parts
    /// of the loads.</summary>
    public static Quad One(Quad sums, ArrayView<Float4> left, ArrayView<Float4> right, int leftRow, int rightRow) =>
        Add(sums, left[leftRow * Pitch], right[rightRow * Pitch]);

    public static Quad One(Quad sums, ArrayView<Float4> left, ArrayView<Float4> right, int row) =>
        One(sums, left, right, row, row);

    public static Quad Two(Quad sums, ArrayView<Float4> left, ArrayView<Float4> right, int row) =>
        One(One(sums, left, right, row), left, right, row + 1);

    public static Quad Three(Quad sums, ArrayView<Float4> left, ArrayView<Float4> right, int row) =>
        One(Two(sums, left, right, row), left, right, row + 2);

    /// <summary>sums + factor · other.</summary>
    public static Quad AddTimes(Quad sums, float factor, Quad other)
    {
        sums.R0 = Float4.Add(sums.R0, factor, other.R0);
        sums.R1 = Float4.Add(sums.R1, factor, other.R1);
        sums.R2 = Float4.Add(sums.R2, factor, other.R2);
        sums.R3 = Float4.Add(sums.R3, factor, other.R3);
        return sums;
    }

    private static Quad Add(Quad sums, Float4 left, Float4 right)
    {
        sums.R0 = Float4.Add(sums.R0, left.X, right);
        sums.R1 = Float4.Add(sums.R1, left.Y, right);
        sums.R2 = Float4.Add(sums.R2, left.Z, right);
        sums.R3 = Float4.Add(sums.R3, left.W, right);
        return sums;
    }
}
