using System.Runtime.InteropServices;

namespace Equivariant.Cpu;

/// <summary>Native memory.</summary>
internal sealed unsafe class CpuMemoryPool(Device device, long limit) : MemoryPool<nint>(device, limit)
{
    /// <summary>Bytes behind every block that may be read, though not written:
    /// kernels load whole vectors past the last number.</summary>
    private const int Slack = 128;

    protected override bool TryAllocate(long size, out nint block)
    {
        try
        {
            block = (nint)NativeMemory.AlignedAlloc((nuint)(size + Slack), Alignment);
            return true;
        }
        catch (OutOfMemoryException)
        {
            block = 0;
            return false;
        }
    }

    protected override void Free(nint block) => NativeMemory.AlignedFree((void*)block);
}
