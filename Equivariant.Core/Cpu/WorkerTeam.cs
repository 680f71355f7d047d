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
/// cannot offer, and nested or concurrent launches run on the calling thread.
/// </summary>
internal sealed unsafe class WorkerTeam : IDisposable
{
    private const int Spins = 2000;

    private readonly Thread[] workers;
    private readonly SemaphoreSlim wake = new(0);
    private readonly Lock gate = new();

    private delegate*<void*, int, int, void> run;
    private void* body;
    private int count, grain, next, busy;
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
    public void For<TRange>(int total, int smallest, ref TRange range) where TRange : struct, IRange
    {
        if (total <= 0)
            return;
        smallest = SharesAll ? 1 : Math.Max(1, smallest);
        if (workers.Length == 0 || total <= smallest || !gate.TryEnter())
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
            Volatile.Write(ref busy, workers.Length);
            wake.Release(workers.Length);
            TakePieces();
            var wait = new SpinWait();
            while (Volatile.Read(ref busy) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            gate.Exit();
        }
    }

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
            TakePieces();
            Interlocked.Decrement(ref busy);
        }
    }
}
