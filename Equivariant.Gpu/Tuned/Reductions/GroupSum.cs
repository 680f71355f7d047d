namespace Equivariant.Gpu;

/// <summary>
/// Sums by a whole group of threads, in an order that is always the same: each thread adds every 256th number, with Kahan's
/// compensation as the plain bodies do, and a tree in shared memory adds the threads.
/// </summary>
internal static class GroupSum
{
    /// <summary>Threads of a group; a power of two.</summary>
    public const int Threads = 256;

    /// <summary>Numbers that one thread adds at each level of the tree.</summary>
    private const int Fan = 16;

    /// <summary>Numbers below which one thread is as fast.</summary>
    private const int Fewest = Threads;

    /// <summary>Whether it pays, and the device has groups of this size.</summary>
    public static bool Pays(GpuDevice device, int numbers) =>
        numbers >= Fewest && device.Accelerator.MaxNumThreadsPerGroup >= Threads;

    /// <summary>A group for every result.</summary>
    public static KernelConfig Config(int results) => new(results, Threads);

    /// <summary>Numbers of shared memory that a sum needs.</summary>
    public const int ScratchSize = Threads + Fan;

    /// <summary>The sum of the threads' values, given to all threads: a tree of two levels, sixteen by sixteen, for a barrier
    /// costs more than a few additions.</summary>
    public static float Of(ArrayView<float> shared, float value)
    {
        var thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        if (thread < Fan)
        {
            var part = 0f;
            for (var k = thread; k < Threads; k += Fan)
                part += shared[k];
            shared[Threads + thread] = part;
        }
        Group.Barrier();
        var sum = 0f;
        for (var k = 0; k < Fan; k++)
            sum += shared[Threads + k];
        return sum;
    }
}

/// <summary>A sum that keeps what rounding loses.</summary>
internal struct Compensated
{
    public float Sum;

    private float lost;

    /// <summary>The sum with one more term.</summary>
    public static Compensated Add(Compensated to, float value)
    {
        var term = value - to.lost;
        var next = to.Sum + term;
        to.lost = next - to.Sum - term;
        to.Sum = next;
        return to;
    }
}

/// <summary>Which numbers belong together: number i of <c>Count</c> is a run of <c>Inner</c> neighbours, and the same again every
/// Count·Inner numbers, <c>Runs</c> times (as <see cref="NormArgs"/> has it).</summary>
internal readonly record struct Strands(int Inner, int Count, int Runs)
{
    /// <summary>Numbers that belong together.</summary>
    public int Size => Inner * Runs;

    /// <summary>Where number j of strand i lies.</summary>
    public static int Place(Strands strands, int i, int j)
    {
        var run = j / strands.Inner;
        return (((run * strands.Count) + i) * strands.Inner) + (j - (run * strands.Inner));
    }
}
