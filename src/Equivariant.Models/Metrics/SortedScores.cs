using System.Runtime.InteropServices;

namespace Equivariant.Metrics;

/// <summary>
/// Sorts any number of scores in little memory: what does not fit the buffer is sorted in parts, which go to temporary files
/// and are merged when they are read.
/// </summary>
internal sealed class SortedScores(int capacity) : IDisposable
{
    private const int MergeBuffer = 1 << 14;

    private readonly uint[] buffer = GC.AllocateUninitializedArray<uint>(capacity);
    private readonly List<FileStream> runs = [];
    private int buffered;

    /// <summary>Number of scores.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a score by its key, see <see cref="KeyOf"/>.</summary>
    public void Add(uint key)
    {
        if (buffered == capacity)
            Spill();
        buffer[buffered++] = key;
        Count++;
    }

    /// <summary>A number that orders as the score does; −0 and 0 have one.</summary>
    public static uint KeyOf(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }

    /// <summary>The score of a key.</summary>
    public static float ScoreOf(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x80000000) != 0 ? key & 0x7FFFFFFF : ~key);

    /// <summary>The distinct keys from the highest down, and how often each is there.</summary>
    public IEnumerable<(uint Key, long Count)> Descending()
    {
        SortBuffer();
        var parts = runs.Select(FromFile).Append(buffer.Take(buffered)).Select(part => part.GetEnumerator()).ToArray();
        // The priority queue gives the smallest first.
        var next = new PriorityQueue<IEnumerator<uint>, uint>();
        foreach (var part in parts)
        {
            if (part.MoveNext())
                next.Enqueue(part, ~part.Current);
        }
        while (next.TryPeek(out _, out var inverse))
        {
            var (key, count) = (~inverse, 0L);
            while (next.TryPeek(out var part, out var head) && head == inverse)
            {
                next.Dequeue();
                var more = true;
                while (more && part.Current == key)
                {
                    count++;
                    more = part.MoveNext();
                }
                if (more)
                    next.Enqueue(part, ~part.Current);
            }
            yield return (key, count);
        }
    }

    /// <summary>Removes the temporary files.</summary>
    public void Dispose()
    {
        foreach (var run in runs)
            run.Dispose();
        runs.Clear();
    }

    private void SortBuffer()
    {
        var part = buffer.AsSpan(0, buffered);
        part.Sort();
        part.Reverse();
    }

    private void Spill()
    {
        SortBuffer();
        var path = Path.Combine(Path.GetTempPath(), $"equivariant-{Guid.NewGuid():N}.scores");
        var run = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        runs.Add(run);
        run.Write(MemoryMarshal.AsBytes(buffer.AsSpan(0, buffered)));
        buffered = 0;
    }

    private static IEnumerable<uint> FromFile(FileStream run)
    {
        var keys = new uint[MergeBuffer];
        run.Position = 0;
        while (true)
        {
            var bytes = MemoryMarshal.AsBytes(keys.AsSpan());
            var count = run.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(uint);
            for (var i = 0; i < count; i++)
                yield return keys[i];
            if (count < keys.Length)
                yield break;
        }
    }
}
