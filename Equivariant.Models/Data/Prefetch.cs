using System.Runtime.ExceptionServices;

namespace Equivariant.Data;

/// <summary>Work of data loaders on other threads.</summary>
internal static class Prefetch
{
    /// <summary>Makes items from <paramref name="first"/> up to <paramref name="end"/> on another thread, one ahead: while one is
    /// used, the next is made.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IEnumerable<T> Items<T>(
        long first, long end, Func<long, CancellationToken, T> make, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<T>? next = null;
        try
        {
            for (var i = first; i < end; i++)
            {
                // Waiting before starting the next one keeps the items in step: one in use, one in the making.
                var made = (next ?? Start(i)).GetAwaiter().GetResult();
                cancellation.ThrowIfCancellationRequested();
                next = i + 1 < end ? Start(i + 1) : null;
                yield return made;
            }
        }
        finally
        {
            // Whoever leaves early, by break or error, leaves no work behind.
            stop.Cancel();
            if (next is not null)
                Task.WhenAny(next).GetAwaiter().GetResult();
        }

        Task<T> Start(long i) => Task.Run(() => make(i, stop.Token), stop.Token);
    }

    /// <summary>Does work for each number below <paramref name="count"/>, and throws its exceptions as they are. At most so many
    /// threads, 0 for all cores.</summary>
    public static void InParallel(int count, int threads, Action<int> work, CancellationToken cancellation = default)
    {
        var options = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        };
        try
        {
            Parallel.For(0, count, options, work);
        }
        catch (AggregateException e)
        {
            // The caller gets what went wrong, not that it went wrong on several threads.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
