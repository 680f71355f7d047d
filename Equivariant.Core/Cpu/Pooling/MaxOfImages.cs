namespace Equivariant.Cpu;

/// <summary>The largest element of each image, and then its place: as in the plain body the first of the largest, or the last
/// that is no number.</summary>
internal readonly unsafe struct MaxOfImages(int size, in Operands operands) : IRange
{
    private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
    private readonly float* x = CpuDevice.Pointer<float>(operands.A);
    private readonly int* winners = CpuDevice.Pointer<int>(operands.I);

    public void Run(int start, int end)
    {
        for (nint image = start; image < end; image++)
        {
            var from = x + (image * size);
            var best = Largest(from);
            y[image] = best;
            if (winners != null)
                winners[image] = float.IsNaN(best) ? LastNaN(from) : First(from, best);
        }
    }

    private float Largest(float* image)
    {
        var step = Vector<float>.Count;
        // Four in flight hide the latency of a comparison.
        var a = new Vector<float>(*image);
        Vector<float> b = a, c = a, d = a;
        var i = 0;
        for (; i <= size - (4 * step); i += 4 * step)
        {
            a = Larger(a, Vector.Load(image + i));
            b = Larger(b, Vector.Load(image + i + step));
            c = Larger(c, Vector.Load(image + i + (2 * step)));
            d = Larger(d, Vector.Load(image + i + (3 * step)));
        }
        var best = Larger(Larger(a, b), Larger(c, d));
        for (; i <= size - step; i += step)
            best = Larger(best, Vector.Load(image + i));
        var largest = best[0];
        for (var lane = 1; lane < step; lane++)
            largest = best[lane] > largest || float.IsNaN(best[lane]) ? best[lane] : largest;
        for (; i < size; i++)
            largest = image[i] > largest || float.IsNaN(image[i]) ? image[i] : largest;
        return largest;
    }

    private static Vector<float> Larger(Vector<float> best, Vector<float> value) =>
        Vector.ConditionalSelect(Lanes.TakesOver(value, best), value, best);

    private int First(float* image, float best)
    {
        var i = 0;
        while (i <= size - Vector<float>.Count && !Vector.EqualsAny(Vector.Load(image + i), new Vector<float>(best)))
            i += Vector<float>.Count;
        while (image[i] != best)
            i++;
        return i;
    }

    private int LastNaN(float* image)
    {
        var i = size - 1;
        while (!float.IsNaN(image[i]))
            i--;
        return i;
    }
}
