using ILGPU.Runtime.CPU;

namespace Equivariant.Gpu;

/// <summary>
/// Page-locked host memory through which all copies go: the device fetches from it by itself, and the caller goes on at once.
/// </summary>
internal sealed unsafe class Staging(Accelerator accelerator, AcceleratorStream stream) : IDisposable
{
    /// <summary>Larger copies go in pieces: page-locked memory is scarce.</summary>
    private const int LargestSlot = 16 << 20;

    /// <summary>Copies that may wait for the device before a further one waits for the oldest.</summary>
    private readonly Slot[] slots = [.. Enumerable.Range(0, 4).Select(_ => new Slot())];
    private long started, known;

    public long Started => Volatile.Read(ref started);

    /// <summary>Tells that the first copies are done, because the stream was waited for: their slots are free without a further
    /// wait.</summary>
    public void AreDone(long copies)
    {
        lock (slots)
            known = Math.Max(known, copies);
    }

    /// <summary>Starts to copy host values to the start of a block, and returns when <paramref name="source"/> may
    /// change.</summary>
    /// <returns>How often it waited for the device, to have a slot.</returns>
    public int Write(GpuStorage target, ReadOnlySpan<byte> source)
    {
        var waits = 0;
        for (var start = 0; start < source.Length; start += LargestSlot)
        {
            var piece = source.Slice(start, Math.Min(LargestSlot, source.Length - start));
            var slot = slots[started % slots.Length];
            // The copy before in this slot.
            if (slot.Marker is not null && started - slots.Length >= Volatile.Read(ref known))
            {
                slot.Marker.Synchronize();
                AreDone(started - slots.Length + 1);
                waits++;
            }
            slot.Forget();
            using var host = slot.Buffer(accelerator, piece.Length, out var memory);
            piece.CopyTo(memory);
            target.View.SubView(start, piece.Length).CopyFrom(stream, host.AsRawArrayView());
            slot.Marker = stream.AddProfilingMarker();
            Interlocked.Increment(ref started);
        }
        return waits;
    }

    /// <summary>Copies the start of a block to host memory and waits for it.</summary>
    /// <returns>How often it waited.</returns>
    public int Read(GpuStorage source, Span<byte> target)
    {
        var slot = slots[0];
        var waits = 0;
        for (var start = 0; start < target.Length; start += LargestSlot)
        {
            var piece = target.Slice(start, Math.Min(LargestSlot, target.Length - start));
            using var host = slot.Buffer(accelerator, piece.Length, out var memory);
            source.View.SubView(start, piece.Length).CopyTo(stream, host.AsRawArrayView());
            stream.Synchronize();
            waits++;
            memory.CopyTo(piece);
        }
        return waits;
    }

    public void Dispose()
    {
        foreach (var slot in slots)
            slot.Dispose();
    }

    private sealed class Slot : IDisposable
    {
        private PageLockedArray1D<byte>? array;

        /// <summary>Reached by the device when the copy from this slot is done.</summary>
        public ProfilingMarker? Marker { get; set; }

        public void Forget()
        {
            Marker?.Dispose();
            Marker = null;
        }

        /// <summary>The slot's first bytes; it grows as needed. A buffer of the very length, for ILGPU's OpenCL copies take the
        /// whole buffer.</summary>
        public MemoryBuffer Buffer(Accelerator accelerator, int bytes, out Span<byte> memory)
        {
            if (array is null || array.Length < bytes)
            {
                array?.Dispose();
                array = accelerator.AllocatePageLocked1D<byte>(
                    Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)bytes), 4096, LargestSlot), true);
            }
            memory = array.Span[..bytes];
            fixed (byte* start = memory)
                return CPUMemoryBuffer.Create(accelerator, (nint)start, bytes, 1);
        }

        public void Dispose()
        {
            Forget();
            array?.Dispose();
        }
    }
}
