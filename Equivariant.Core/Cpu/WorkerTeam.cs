using System.Runtime.ExceptionServices;

namespace Equivariant.Cpu;

/// <summary>Work on a range of indices, as a struct so that the loop inside is compiled for it.</summary>
internal interface IRange
{
    /// <summary>Does the indices from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    void Run(int start, int end);
}

/// <summary>
/// Threads that wait for a range of indices and share it. A launch allocates nothing, which the thread pool's Parallel.For
/// cannot offer, and nested or concurrent launches run on the calling thread. A launch does not wait for a thread that has not
/// started yet: on a busy machine that takes longer than the work.
/// </summary>
internal sealed unsafe class WorkerTeam : IDisposable
{
    private const int Spins = 2000;

    /// <summary>Set in <see cref="state"/> while workers may join a launch.</summary>
    private const int Open = 1 << 30;

    private readonly Thread[] workers;
    private readonly SemaphoreSlim wake = new(0);
    private readonly Lock gate = new();

    private delegate*<void*, int, int, void> run;
    private void* body;
    private int count, grain, next;

    // The number of workers in the launch, and Open. What a launch is, changes only while this is 0.
    private int state;
    private volatile bool stopping;
    private Exception? failure;

    public WorkerTeam(int threads)
    {
        Threads = threads;
        workers = new Thread[threads - 1];
        for (var index = 0; index < workers.Length; index++)
        {
            workers[index] = new Thread(Work) { IsBackground = true, Name = $"equivariant-cpu-{index + 1}" };
            workers[index].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Share out however little work there is: small tensors then show whether results depend on threads.</summary>
    public bool SharesAll { get; set; }

    /// <summary>Runs <paramref name="range"/> over all indices below <paramref name="total"/>,
    /// in pieces of at least <paramref name="smallest"/>.</summary>
    /// <exception cref="ObjectDisposedException">The device of these threads was disposed.</exception>
    public void For<TRange>(int total, int smallest, ref TRange range) where TRange : struct, IRange
    {
        ObjectDisposedException.ThrowIf(stopping, typeof(CpuDevice));
        if (total <= 0)
            return;
        smallest = SharesAll ? 1 : Math.Max(1, smallest);
        if (workers.Length == 0 || total <= smallest || gate.IsHeldByCurrentThread || !gate.TryEnter())
        {
            range.Run(0, total);
            return;
        }
        try
        {
            body = Unsafe.AsPointer(ref range);
            run = &Invoke<TRange>;
            count = total;
            grain = smallest;
            next = 0;
            failure = null;
            Volatile.Write(ref state, Open);
            // Workers that slept through the launch before are still called.
            var asleep = workers.Length - wake.CurrentCount;
            if (asleep > 0)
                wake.Release(asleep);
            TakePieces();
            Interlocked.And(ref state, ~Open);
            var wait = new SpinWait();
            while (Volatile.Read(ref state) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Ends the threads. A launch that runs needs none of them and finishes.</summary>
    public void Dispose()
    {
        stopping = true;
        if (workers.Length > 0)
            wake.Release(workers.Length);
    }

    private static void Invoke<TRange>(void* range, int start, int end) where TRange : struct, IRange =>
        Unsafe.AsRef<TRange>(range).Run(start, end);

    private void TakePieces()
    {
        try
        {
            for (; ; )
            {
                // Half of a thread's share of what is left: large pieces first, and at the end none waits long for another.
                // Pieces do not change results, since bodies gather.
                var start = Volatile.Read(ref next);
                if (start >= count)
                    return;
                var end = Math.Min(count, start + Math.Max(grain, (count - start) / (2 * Threads)));
                if (Interlocked.CompareExchange(ref next, end, start) == start)
                    run(body, start, end);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            // What is left need not be done.
            Interlocked.Exchange(ref next, count);
        }
    }

    private void Work()
    {
        for (; ; )
        {
            // A training step launches again within microseconds: look before sleeping.
            for (var spin = 0; spin < Spins && wake.CurrentCount == 0; spin++)
                Thread.SpinWait(8);
            wake.Wait();
            if (stopping)
                return;
            if (!TryJoin())
                continue;
            TakePieces();
            Interlocked.Decrement(ref state);
        }
    }

    private bool TryJoin()
    {
        for (var seen = Volatile.Read(ref state); (seen & Open) != 0; seen = Volatile.Read(ref state))
        {
            if (Interlocked.CompareExchange(ref state, seen + 1, seen) == seen)
                return true;
        }
        return false;
    }
}
