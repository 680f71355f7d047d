namespace Equivariant;

/// <summary>The plain kernel as an index map: every tap has a parameter of its own.</summary>
public static class DenseKernel
{
    /// <summary>The identity map of a kernel.</summary>
    /// <param name="kernelSize">1 to 3 sizes, each at least 1.</param>
    /// <exception cref="ArgumentException">The sizes are not those of a kernel.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize)
    {
        var taps = GridSize.CellsOf(kernelSize, nameof(kernelSize));
        return new KernelIndexMap(kernelSize, taps, Enumerable.Range(0, taps).ToArray());
    }
}
