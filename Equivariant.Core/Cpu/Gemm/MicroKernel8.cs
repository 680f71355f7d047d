namespace Equivariant.Cpu;

/// <summary>
/// Register tiles of eight rows, one, two or three vectors wide; see <see cref="MicroKernel{TVector}"/>. Unrolled by hand:
/// every sum is a register.
/// </summary>
internal static unsafe class MicroKernel8<TVector> where TVector : struct, IVector<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        float* r4 = left + offsets[4], r5 = left + offsets[5], r6 = left + offsets[6], r7 = left + offsets[7];
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
            a = TVector.Fill(r4[step]);
            c40 = TVector.MultiplyAdd(a, b0, c40);
            c41 = TVector.MultiplyAdd(a, b1, c41);
            c42 = TVector.MultiplyAdd(a, b2, c42);
            a = TVector.Fill(r5[step]);
            c50 = TVector.MultiplyAdd(a, b0, c50);
            c51 = TVector.MultiplyAdd(a, b1, c51);
            c52 = TVector.MultiplyAdd(a, b2, c52);
            a = TVector.Fill(r6[step]);
            c60 = TVector.MultiplyAdd(a, b0, c60);
            c61 = TVector.MultiplyAdd(a, b1, c61);
            c62 = TVector.MultiplyAdd(a, b2, c62);
            a = TVector.Fill(r7[step]);
            c70 = TVector.MultiplyAdd(a, b0, c70);
            c71 = TVector.MultiplyAdd(a, b1, c71);
            c72 = TVector.MultiplyAdd(a, b2, c72);
            b += bStride;
        }
        TileStore<TVector>.Put(c, add, bias, bias != null, c00, c01, c02);
        TileStore<TVector>.Put(c + stride, add, bias + 1, bias != null, c10, c11, c12);
        TileStore<TVector>.Put(c + (2 * stride), add, bias + 2, bias != null, c20, c21, c22);
        TileStore<TVector>.Put(c + (3 * stride), add, bias + 3, bias != null, c30, c31, c32);
        TileStore<TVector>.Put(c + (4 * stride), add, bias + 4, bias != null, c40, c41, c42);
        TileStore<TVector>.Put(c + (5 * stride), add, bias + 5, bias != null, c50, c51, c52);
        TileStore<TVector>.Put(c + (6 * stride), add, bias + 6, bias != null, c60, c61, c62);
        TileStore<TVector>.Put(c + (7 * stride), add, bias + 7, bias != null, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run2(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        float* r4 = left + offsets[4], r5 = left + offsets[5], r6 = left + offsets[6], r7 = left + offsets[7];
        TVector c00 = default, c01 = default;
        TVector c10 = default, c11 = default;
        TVector c20 = default, c21 = default;
        TVector c30 = default, c31 = default;
        TVector c40 = default, c41 = default;
        TVector c50 = default, c51 = default;
        TVector c60 = default, c61 = default;
        TVector c70 = default, c71 = default;
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
            a = TVector.Fill(r4[step]);
            c40 = TVector.MultiplyAdd(a, b0, c40);
            c41 = TVector.MultiplyAdd(a, b1, c41);
            a = TVector.Fill(r5[step]);
            c50 = TVector.MultiplyAdd(a, b0, c50);
            c51 = TVector.MultiplyAdd(a, b1, c51);
            a = TVector.Fill(r6[step]);
            c60 = TVector.MultiplyAdd(a, b0, c60);
            c61 = TVector.MultiplyAdd(a, b1, c61);
            a = TVector.Fill(r7[step]);
            c70 = TVector.MultiplyAdd(a, b0, c70);
            c71 = TVector.MultiplyAdd(a, b1, c71);
            b += bStride;
        }
        TileStore<TVector>.Put(c, add, bias, bias != null, c00, c01);
        TileStore<TVector>.Put(c + stride, add, bias + 1, bias != null, c10, c11);
        TileStore<TVector>.Put(c + (2 * stride), add, bias + 2, bias != null, c20, c21);
        TileStore<TVector>.Put(c + (3 * stride), add, bias + 3, bias != null, c30, c31);
        TileStore<TVector>.Put(c + (4 * stride), add, bias + 4, bias != null, c40, c41);
        TileStore<TVector>.Put(c + (5 * stride), add, bias + 5, bias != null, c50, c51);
        TileStore<TVector>.Put(c + (6 * stride), add, bias + 6, bias != null, c60, c61);
        TileStore<TVector>.Put(c + (7 * stride), add, bias + 7, bias != null, c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run1(
        int count, float* left, int* offsets, int* steps, float* b, nint bStride, float* c, nint stride, bool add, float* bias)
    {
        float* r0 = left + offsets[0], r1 = left + offsets[1], r2 = left + offsets[2], r3 = left + offsets[3];
        float* r4 = left + offsets[4], r5 = left + offsets[5], r6 = left + offsets[6], r7 = left + offsets[7];
        TVector c00 = default;
        TVector c10 = default;
        TVector c20 = default;
        TVector c30 = default;
        TVector c40 = default;
        TVector c50 = default;
        TVector c60 = default;
        TVector c70 = default;
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
            a = TVector.Fill(r4[step]);
            c40 = TVector.MultiplyAdd(a, b0, c40);
            a = TVector.Fill(r5[step]);
            c50 = TVector.MultiplyAdd(a, b0, c50);
            a = TVector.Fill(r6[step]);
            c60 = TVector.MultiplyAdd(a, b0, c60);
            a = TVector.Fill(r7[step]);
            c70 = TVector.MultiplyAdd(a, b0, c70);
            b += bStride;
        }
        TileStore<TVector>.Put(c, add, bias, bias != null, c00);
        TileStore<TVector>.Put(c + stride, add, bias + 1, bias != null, c10);
        TileStore<TVector>.Put(c + (2 * stride), add, bias + 2, bias != null, c20);
        TileStore<TVector>.Put(c + (3 * stride), add, bias + 3, bias != null, c30);
        TileStore<TVector>.Put(c + (4 * stride), add, bias + 4, bias != null, c40);
        TileStore<TVector>.Put(c + (5 * stride), add, bias + 5, bias != null, c50);
        TileStore<TVector>.Put(c + (6 * stride), add, bias + 6, bias != null, c60);
        TileStore<TVector>.Put(c + (7 * stride), add, bias + 7, bias != null, c70);
    }
}
