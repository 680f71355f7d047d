namespace Equivariant.Cpu;

/// <summary>When the tuned norms, which work along contiguous runs, are worth it.</summary>
internal static class NormRuns
{
    /// <summary>Shorter runs are left to the plain bodies: one vector of the widest kind is half empty.</summary>
    private const int Shortest = 8;

    /// <summary>Values below which another core does not pay.</summary>
    private const int SmallestShare = 8192;

    public static bool Pay(int run, in Operands operands) => operands.Y.DType == DType.Float32 && run >= Shortest;

    /// <summary>Fewest items of a given size worth a thread.</summary>
    public static int Share(int itemSize) => 1 + (SmallestShare / itemSize);
}
