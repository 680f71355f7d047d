namespace Equivariant.Cpu;

/// <summary>The largest element of each image, and then its place: as in the plain body the first of the largest, or the last
/// that is no number.</summary>
internal static unsafe class MaxOfImages
{
    public static void Run<TVector>(int start, int end, int size, in CpuOperands b) where TVector : struct, IVector<TVector>
    {
        for (nint image = start; image < end; image++)
        {
            var from = b.A + (image * size);
            var best = Largest<TVector>(from, size);
            b.Y[image] = best;
            if (b.I != null)
                b.I[image] = float.IsNaN(best) ? LastNaN(from, size) : First<TVector>(from, size, best);
        }
    }

    private static float Largest<TVector>(float* image, int size) where TVector : struct, IVector<TVector>
    {
        var step = TVector.Count;
        // Four in flight hide the latency of a comparison.
        var a = TVector.Fill(*image);
        TVector b = a, c = a, d = a;
        var i = 0;
        for (; i <= size - (4 * step); i += 4 * step)
        {
            a = Larger(a, TVector.Load(image + i));
            b = Larger(b, TVector.Load(image + i + step));
            c = Larger(c, TVector.Load(image + i + (2 * step)));
            d = Larger(d, TVector.Load(image + i + (3 * step)));
        }
        var best = Larger(Larger(a, b), Larger(c, d));
        for (; i <= size - step; i += step)
            best = Larger(best, TVector.Load(image + i));
        if (i < size)
            best = Larger(best, TVector.LoadFirst(image + i, size - i, best));
        var lanes = stackalloc float[step];
        TVector.Store(best, lanes);
        var largest = lanes[0];
        for (var lane = 1; lane < step; lane++)
            largest = lanes[lane] > largest || float.IsNaN(lanes[lane]) ? lanes[lane] : largest;
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Larger<TVector>(TVector best, TVector value) where TVector : struct, IVector<TVector> =>
        TVector.WhereLarger(value, best, value, best);

    private static int First<TVector>(float* image, int size, float best) where TVector : struct, IVector<TVector>
    {
        var i = 0;
        while (i <= size - TVector.Count && !TVector.AnyEqual(TVector.Load(image + i), TVector.Fill(best)))
            i += TVector.Count;
        while (image[i] != best)
            i++;
        return i;
    }

    private static int LastNaN(float* image, int size)
    {
        var i = size - 1;
        while (!float.IsNaN(image[i]))
            i--;
        return i;
    }
}
