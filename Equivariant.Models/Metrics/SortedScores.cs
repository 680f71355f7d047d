using System.Runtime.InteropServices;

namespace Equivariant.Metrics;

/// <summary>
/// Sorts any number of scores in little memory: what does not fit the buffer is sorted in parts, which go to temporary files and
/// are merged when they are read.
/// </summary>
internal sealed class SortedScores(int capacity) : IDisposable
{
    private const int MergeBuffer = 1 << 14;

    private readonly uint[] buffer = GC.AllocateUninitializedArray<uint>(capacity);
    private readonly List<FileStream> runs = [];
    private int buffered;

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

    public static float ScoreOf(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x80000000) != 0 ? key & 0x7FFFFFFF : ~key);

    /// <summary>The distinct keys from the highest down, and how often each is there.</summary>
    public IEnumerable<(uint Key, long Count)> Descending()
    {
        SortBuffer();
        // The priority queue gives the smallest first.
        var next = new PriorityQueue<Part, uint>();
        foreach (var part in runs.Select(run => new Part(run)).Append(new Part(buffer, buffered)))
        {
            if (part.HasKey)
                next.Enqueue(part, ~part.Key);
        }
        while (next.TryPeek(out _, out var inverse))
        {
            var (key, count) = (~inverse, 0L);
            while (next.TryPeek(out var part, out var head) && head == inverse)
            {
                count += part.Take(key);
                if (part.HasKey)
                    next.DequeueEnqueue(part, ~part.Key);
                else
                    next.Dequeue();
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

    /// <summary>Sorted keys, read from a file as they are needed, or in memory.</summary>
    private sealed class Part
    {
        private readonly FileStream? run;
        private readonly uint[] keys;
        private int at, count;

        public Part(uint[] keys, int count) => (this.keys, this.count) = (keys, count);

        public Part(FileStream run)
        {
            (this.run, keys) = (run, new uint[MergeBuffer]);
            run.Position = 0;
            Fill();
        }

        public bool HasKey => at < count;

        public uint Key => keys[at];

        /// <summary>Passes over a key, and says how often it was there.</summary>
        public long Take(uint key)
        {
            var taken = 0L;
            while (HasKey && keys[at] == key)
            {
                taken++;
                if (++at == count)
                    Fill();
            }
            return taken;
        }

        private void Fill()
        {
            if (run is null)
                return;
            var bytes = MemoryMarshal.AsBytes(keys.AsSpan());
            (at, count) = (0, run.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(uint));
        }
    }
}
