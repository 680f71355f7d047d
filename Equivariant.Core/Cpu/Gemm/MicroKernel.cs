namespace Equivariant.Cpu;

/// <summary>
/// The innermost piece of every matrix product and convolution: c[i][j] = (c[i][j] +) Σ_k left[offsets[i] + steps[k]] · b[k][j],
/// with all sums in registers. The left operand is read where it lies, by an offset a row and a table of steps: a weight, its
/// transpose, or an image seen through the taps of a kernel. The right operand is packed, so that a vector of it is one load.
/// </summary>
/// <remarks>Eight rows by three vectors fill the 32 registers of AVX-512 and Neon, four by three the 16 of AVX2.</remarks>
internal static unsafe class MicroKernel<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Vectors of a full tile.</summary>
    public const int Vectors = 3;

    /// <summary>The most rows any tile has.</summary>
    public const int MostRows = 8;

    /// <summary>Rows of a full tile.</summary>
    public static int Rows => TVector.HasManyRegisters ? MostRows : 4;

    /// <summary>Columns of a full tile.</summary>
    public static int Columns => Vectors * TVector.Count;

    /// <summary>Rows of the tile that fits <paramref name="left"/> remaining rows best.</summary>
    public static int RowsFor(int left) => left > 4 ? Rows : 4;

    /// <summary>Computes one tile.</summary>
    /// <param name="tileRows">Rows: 8 or 4.</param>
    /// <param name="vectors">Width: 1, 2 or 3 vectors.</param>
    /// <param name="count">Length of the sums.</param>
    /// <param name="left">Left operand.</param>
    /// <param name="offsets">Where its rows start.</param>
    /// <param name="steps">Where the k-th factor lies in a row.</param>
    /// <param name="b">Packed right operand.</param>
    /// <param name="bStride">Elements from k to k in it.</param>
    /// <param name="c">Result, with room for all rows and vectors of the tile.</param>
    /// <param name="stride">Elements from row to row of the result.</param>
    /// <param name="add">Add to what the result holds.</param>
    /// <param name="bias">A number per row to add, or null.</param>
    public static void Run(
        int tileRows, int vectors, int count, float* left, int* offsets, int* steps, float* b, nint bStride,
        float* c, nint stride, bool add, float* bias)
    {
        switch (tileRows, vectors)
        {
            case (8, 3):
                Tile<Eight, Three>(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (8, 2):
                Tile<Eight, Two>(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (8, 1):
                Tile<Eight, One>(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (4, 3):
                Tile<Four, Three>(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (4, 2):
                Tile<Four, Two>(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            default:
                Tile<Four, One>(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
        }
    }

    /// <summary>Unrolled by hand, so that every sum is a register; what a smaller tile lacks is not compiled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TWidth>(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
        where TRows : struct, IConstant
        where TWidth : struct, IConstant
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        float* r4 = left, r5 = left, r6 = left, r7 = left;
        if (TRows.Value > 4)
        {
            r4 += offsets[4];
            r5 += offsets[5];
            r6 += offsets[6];
            r7 += offsets[7];
        }
        TVector c00 = default, c01 = default, c02 = default;
        TVector c10 = default, c11 = default, c12 = default;
        TVector c20 = default, c21 = default, c22 = default;
        TVector c30 = default, c31 = default, c32 = default;
        TVector c40 = default, c41 = default, c42 = default;
        TVector c50 = default, c51 = default, c52 = default;
        TVector c60 = default, c61 = default, c62 = default;
        TVector c70 = default, c71 = default, c72 = default;
        for (var k = 0; k < count; k++)
        {
            nint step = steps[k];
            var b0 = TVector.Load(b);
            var b1 = TWidth.Value > 1 ? TVector.Load(b + TVector.Count) : default;
            var b2 = TWidth.Value > 2 ? TVector.Load(b + (2 * TVector.Count)) : default;
            AddRow<TWidth>(r0[step], b0, b1, b2, ref c00, ref c01, ref c02);
            AddRow<TWidth>(r1[step], b0, b1, b2, ref c10, ref c11, ref c12);
            AddRow<TWidth>(r2[step], b0, b1, b2, ref c20, ref c21, ref c22);
            AddRow<TWidth>(r3[step], b0, b1, b2, ref c30, ref c31, ref c32);
            if (TRows.Value > 4)
            {
                AddRow<TWidth>(r4[step], b0, b1, b2, ref c40, ref c41, ref c42);
                AddRow<TWidth>(r5[step], b0, b1, b2, ref c50, ref c51, ref c52);
                AddRow<TWidth>(r6[step], b0, b1, b2, ref c60, ref c61, ref c62);
                AddRow<TWidth>(r7[step], b0, b1, b2, ref c70, ref c71, ref c72);
            }
            b += bStride;
        }
        PutRow<TWidth>(c, add, bias, bias != null, c00, c01, c02);
        PutRow<TWidth>(c + stride, add, bias + 1, bias != null, c10, c11, c12);
        PutRow<TWidth>(c + (2 * stride), add, bias + 2, bias != null, c20, c21, c22);
        PutRow<TWidth>(c + (3 * stride), add, bias + 3, bias != null, c30, c31, c32);
        if (TRows.Value > 4)
        {
            PutRow<TWidth>(c + (4 * stride), add, bias + 4, bias != null, c40, c41, c42);
            PutRow<TWidth>(c + (5 * stride), add, bias + 5, bias != null, c50, c51, c52);
            PutRow<TWidth>(c + (6 * stride), add, bias + 6, bias != null, c60, c61, c62);
            PutRow<TWidth>(c + (7 * stride), add, bias + 7, bias != null, c70, c71, c72);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TWidth>(
        float left, TVector b0, TVector b1, TVector b2, ref TVector c0, ref TVector c1, ref TVector c2)
        where TWidth : struct, IConstant
    {
        var a = TVector.Fill(left);
        c0 = TVector.MultiplyAdd(a, b0, c0);
        if (TWidth.Value > 1)
            c1 = TVector.MultiplyAdd(a, b1, c1);
        if (TWidth.Value > 2)
            c2 = TVector.MultiplyAdd(a, b2, c2);
    }

    /// <summary>How a row leaves its registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRow<TWidth>(float* to, bool add, float* bias, bool hasBias, TVector v0, TVector v1, TVector v2)
        where TWidth : struct, IConstant
    {
        if (hasBias)
        {
            var constant = TVector.Fill(*bias);
            (v0, v1, v2) = (v0 + constant, v1 + constant, v2 + constant);
        }
        if (add)
        {
            v0 = TVector.Load(to) + v0;
            if (TWidth.Value > 1)
                v1 = TVector.Load(to + TVector.Count) + v1;
            if (TWidth.Value > 2)
                v2 = TVector.Load(to + (2 * TVector.Count)) + v2;
        }
        TVector.Store(v0, to);
        if (TWidth.Value > 1)
            TVector.Store(v1, to + TVector.Count);
        if (TWidth.Value > 2)
            TVector.Store(v2, to + (2 * TVector.Count));
    }

    private interface IConstant
    {
        static abstract int Value { get; }
    }

    private readonly struct One : IConstant
    {
        public static int Value => 1;
    }

    private readonly struct Two : IConstant
    {
        public static int Value => 2;
    }

    private readonly struct Three : IConstant
    {
        public static int Value => 3;
    }

    private readonly struct Four : IConstant
    {
        public static int Value => 4;
    }

    private readonly struct Eight : IConstant
    {
        public static int Value => 8;
    }
}
