namespace Equivariant.Cpu;

/// <summary>
/// Register tiles of four rows, one, two or three vectors wide; see <see cref="MicroKernel{TVector}"/>. Unrolled by hand:
/// every sum is a register.
/// </summary>
internal static unsafe class MicroKernel4<TVector> where TVector : struct, IVector<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        TVector c00 = default, c01 = default, c02 = default;
        TVector c10 = default, c11 = default, c12 = default;
        TVector c20 = default, c21 = default, c22 = default;
        TVector c30 = default, c31 = default, c32 = default;
        for (var k = 0; k < count; k++)
        {
            nint step = steps[k];
            var b0 = TVector.Load(b);
            var b1 = TVector.Load(b + TVector.Count);
            var b2 = TVector.Load(b + (2 * TVector.Count));
            var a = TVector.Fill(r0[step]);
            c00 = TVector.MultiplyAdd(a, b0, c00);
            c01 = TVector.MultiplyAdd(a, b1, c01);
            c02 = TVector.MultiplyAdd(a, b2, c02);
            a = TVector.Fill(r1[step]);
            c10 = TVector.MultiplyAdd(a, b0, c10);
            c11 = TVector.MultiplyAdd(a, b1, c11);
            c12 = TVector.MultiplyAdd(a, b2, c12);
            a = TVector.Fill(r2[step]);
            c20 = TVector.MultiplyAdd(a, b0, c20);
            c21 = TVector.MultiplyAdd(a, b1, c21);
            c22 = TVector.MultiplyAdd(a, b2, c22);
            a = TVector.Fill(r3[step]);
            c30 = TVector.MultiplyAdd(a, b0, c30);
            c31 = TVector.MultiplyAdd(a, b1, c31);
            c32 = TVector.MultiplyAdd(a, b2, c32);
            b += bStride;
        }
        TileStore<TVector>.Put(c, add, bias, bias != null, c00, c01, c02);
        TileStore<TVector>.Put(c + stride, add, bias + 1, bias != null, c10, c11, c12);
        TileStore<TVector>.Put(c + (2 * stride), add, bias + 2, bias != null, c20, c21, c22);
        TileStore<TVector>.Put(c + (3 * stride), add, bias + 3, bias != null, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run2(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        TVector c00 = default, c01 = default;
        TVector c10 = default, c11 = default;
        TVector c20 = default, c21 = default;
        TVector c30 = default, c31 = default;
        for (var k = 0; k < count; k++)
        {
            nint step = steps[k];
            var b0 = TVector.Load(b);
            var b1 = TVector.Load(b + TVector.Count);
            var a = TVector.Fill(r0[step]);
            c00 = TVector.MultiplyAdd(a, b0, c00);
            c01 = TVector.MultiplyAdd(a, b1, c01);
            a = TVector.Fill(r1[step]);
            c10 = TVector.MultiplyAdd(a, b0, c10);
            c11 = TVector.MultiplyAdd(a, b1, c11);
            a = TVector.Fill(r2[step]);
            c20 = TVector.MultiplyAdd(a, b0, c20);
            c21 = TVector.MultiplyAdd(a, b1, c21);
            a = TVector.Fill(r3[step]);
            c30 = TVector.MultiplyAdd(a, b0, c30);
            c31 = TVector.MultiplyAdd(a, b1, c31);
            b += bStride;
        }
        TileStore<TVector>.Put(c, add, bias, bias != null, c00, c01);
        TileStore<TVector>.Put(c + stride, add, bias + 1, bias != null, c10, c11);
        TileStore<TVector>.Put(c + (2 * stride), add, bias + 2, bias != null, c20, c21);
        TileStore<TVector>.Put(c + (3 * stride), add, bias + 3, bias != null, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run1(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        TVector c00 = default;
        TVector c10 = default;
        TVector c20 = default;
        TVector c30 = default;
        for (var k = 0; k < count; k++)
        {
            nint step = steps[k];
            var b0 = TVector.Load(b);
            var a = TVector.Fill(r0[step]);
            c00 = TVector.MultiplyAdd(a, b0, c00);
            a = TVector.Fill(r1[step]);
            c10 = TVector.MultiplyAdd(a, b0, c10);
            a = TVector.Fill(r2[step]);
            c20 = TVector.MultiplyAdd(a, b0, c20);
            a = TVector.Fill(r3[step]);
            c30 = TVector.MultiplyAdd(a, b0, c30);
            b += bStride;
        }
        TileStore<TVector>.Put(c, add, bias, bias != null, c00);
        TileStore<TVector>.Put(c + stride, add, bias + 1, bias != null, c10);
        TileStore<TVector>.Put(c + (2 * stride), add, bias + 2, bias != null, c20);
        TileStore<TVector>.Put(c + (3 * stride), add, bias + 3, bias != null, c30);
    }
}
