using System.Runtime.ExceptionServices;

namespace Equivariant.Comparison;

/// <summary>Several trainings at a time: threads, each with a device of its own, take pieces of work in turn.</summary>
internal static class TrainingLanes
{
    /// <summary>Cores below which a training gains more from another core than another training does.</summary>
    private const int CoresEach = 4;

    /// <summary>How many trainings at a time gain speed on a machine and fit into its memory. The bytes are asked for only where
    /// more than one would gain.</summary>
    /// <param name="trainings">How many there are.</param>
    /// <param name="cores">Threads that all share.</param>
    /// <param name="stepBytes">Bytes of tensors during a step of the largest.</param>
    /// <param name="freeBytes">Bytes that they may take together.</param>
    public static int CountFor(int trainings, int cores, Func<long> stepBytes, Func<long> freeBytes)
    {
        var most = Math.Min(trainings, cores / CoresEach);
        if (most <= 1)
            return 1;
        // Beside the tensors there are scratch, what the pool keeps, and the batches that are being read.
        const double Margin = 1.5, Reserve = 64 << 20;
        return (int)Math.Clamp(freeBytes() / ((Margin * stepBytes()) + Reserve), 1, most);
    }

    /// <summary>Does all pieces, in their order, as many at a time as there are devices; the first lane is the calling thread. An
    /// exception of one piece cancels the token of the others, and is thrown once all have ended.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static void Run<TItem>(
        IReadOnlyList<TItem> items, IReadOnlyList<Device> devices, Action<TItem, Device, CancellationToken> work,
        CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var taken = -1;
        ExceptionDispatchInfo? failure = null;
        Thread[] others =
        [
            .. devices.Skip(1).Select((device, i) => new Thread(() => Lane(device))
            {
                IsBackground = true,
                Name = $"equivariant-lane-{i + 1}",
            }),
        ];
        foreach (var other in others)
            other.Start();
        Lane(devices[0]);
        foreach (var other in others)
            other.Join();
        failure?.Throw();

        void Lane(Device device)
        {
            try
            {
                while (Interlocked.Increment(ref taken) is var i && i < items.Count)
                {
                    ended.Token.ThrowIfCancellationRequested();
                    work(items[i], device, ended.Token);
                }
            }
            catch (Exception e)
            {
                // The others then end because of this one: what they throw says nothing.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                ended.Cancel();
            }
        }
    }
}
