using System.Runtime.CompilerServices;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu.Gemm;

/// <summary>How a register tile leaves its registers: it replaces what is in memory, or adds to it.</summary>
internal static unsafe class TileRow<TVector> where TVector : struct, IVector<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* c, int stride, int row, bool add, TVector v0, TVector v1, TVector v2)
    {
        c += (nint)row * stride;
        if (add)
        {
            v0 = TVector.Add(TVector.Load(c), v0);
            v1 = TVector.Add(TVector.Load(c + TVector.Count), v1);
            v2 = TVector.Add(TVector.Load(c + (2 * TVector.Count)), v2);
        }
        TVector.Store(v0, c);
        TVector.Store(v1, c + TVector.Count);
        TVector.Store(v2, c + (2 * TVector.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* c, int stride, int row, bool add, TVector v0, TVector v1)
    {
        c += (nint)row * stride;
        if (add)
        {
            v0 = TVector.Add(TVector.Load(c), v0);
            v1 = TVector.Add(TVector.Load(c + TVector.Count), v1);
        }
        TVector.Store(v0, c);
        TVector.Store(v1, c + TVector.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(float* c, int stride, int row, bool add, TVector v0)
    {
        c += (nint)row * stride;
        if (add)
        {
            v0 = TVector.Add(TVector.Load(c), v0);
        }
        TVector.Store(v0, c);
    }
}
