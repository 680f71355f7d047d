using System.Runtime.CompilerServices;

namespace Equivariant.Tests.Cpu;

/// <summary>
/// A look-up takes the low three bits of a place. The hardware's does, but the runtime's own code, which stands in for it where
/// a call is not compiled to an instruction, gives 0 for a place beyond the vector: a gradient of 48 copies was once wrong by that.
/// </summary>
public class VectorLookUpTests
{
    [Fact]
    public void TakesTheLowThreeBits()
    {
        Check<Vector128F>();
        Check<Vector256F>();
        Check<Vector512F>();
    }

    private static unsafe void Check<TVector>() where TVector : struct, IVector<TVector>
    {
        float* table = stackalloc float[8], places = stackalloc float[16], found = stackalloc float[16];
        for (var i = 0; i < 8; i++)
            table[i] = 100 + i;
        for (var first = 0; first < 64; first++)
        {
            for (var lane = 0; lane < TVector.Count; lane++)
                ((int*)places)[lane] = (first + (5 * lane)) % 64;
            Optimized<TVector>(table, places, found);
            for (var lane = 0; lane < TVector.Count; lane++)
                Assert.Equal(table[((int*)places)[lane] & 7], found[lane]);
            Unoptimized<TVector>(table, places, found);
            for (var lane = 0; lane < TVector.Count; lane++)
                Assert.Equal(table[((int*)places)[lane] & 7], found[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Optimized<TVector>(float* table, float* places, float* found)
        where TVector : struct, IVector<TVector> => TVector.Store(TVector.Pick(table, TVector.Load(places)), found);

    [MethodImpl(MethodImplOptions.NoOptimization)]
    private static unsafe void Unoptimized<TVector>(float* table, float* places, float* found)
        where TVector : struct, IVector<TVector> => TVector.Store(TVector.Pick(table, TVector.Load(places)), found);
}
