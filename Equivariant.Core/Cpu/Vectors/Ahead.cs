using System.Runtime.Intrinsics.X86;

namespace Equivariant.Cpu;

/// <summary>Asks for memory before it is needed, where the processor lets us.</summary>
internal static unsafe class Ahead
{
    /// <summary>Numbers in a cache line.</summary>
    public const int Line = 16;

    /// <summary>Fetches the cache line of an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(float* at)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(at);
    }
}
