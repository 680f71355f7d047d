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
                MicroKernel8<TVector>.Run3(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (8, 2):
                MicroKernel8<TVector>.Run2(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (8, 1):
                MicroKernel8<TVector>.Run1(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (4, 3):
                MicroKernel4<TVector>.Run3(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            case (4, 2):
                MicroKernel4<TVector>.Run2(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
            default:
                MicroKernel4<TVector>.Run1(count, left, offsets, steps, b, bStride, c, stride, add, bias);
                break;
        }
    }
}

/// <summary>How a register tile leaves its registers: replacing or adding to what is in memory,
/// with a bias for the row or without.</summary>
internal static unsafe class TileStore<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Puts a row of three vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* to, bool add, float* bias, bool hasBias, TVector v0, TVector v1, TVector v2)
    {
        if (hasBias)
        {
            var constant = TVector.Fill(*bias);
            v0 = TVector.Add(v0, constant);
            v1 = TVector.Add(v1, constant);
            v2 = TVector.Add(v2, constant);
        }
        if (add)
        {
            v0 = TVector.Add(TVector.Load(to), v0);
            v1 = TVector.Add(TVector.Load(to + TVector.Count), v1);
            v2 = TVector.Add(TVector.Load(to + (2 * TVector.Count)), v2);
        }
        TVector.Store(v0, to);
        TVector.Store(v1, to + TVector.Count);
        TVector.Store(v2, to + (2 * TVector.Count));
    }

    /// <summary>Puts a row of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* to, bool add, float* bias, bool hasBias, TVector v0, TVector v1)
    {
        if (hasBias)
        {
            var constant = TVector.Fill(*bias);
            v0 = TVector.Add(v0, constant);
            v1 = TVector.Add(v1, constant);
        }
        if (add)
        {
            v0 = TVector.Add(TVector.Load(to), v0);
            v1 = TVector.Add(TVector.Load(to + TVector.Count), v1);
        }
        TVector.Store(v0, to);
        TVector.Store(v1, to + TVector.Count);
    }

    /// <summary>Puts a row of one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* to, bool add, float* bias, bool hasBias, TVector v0)
    {
        if (hasBias)
        {
            var constant = TVector.Fill(*bias);
            v0 = TVector.Add(v0, constant);
        }
        if (add)
        {
            v0 = TVector.Add(TVector.Load(to), v0);
        }
        TVector.Store(v0, to);
    }
}
