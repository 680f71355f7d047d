namespace Equivariant.Cpu;

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
