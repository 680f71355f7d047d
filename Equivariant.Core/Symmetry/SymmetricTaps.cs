namespace Equivariant;

/// <summary>
/// Kernels with one parameter for all taps that turns and mirror images carry into one another: the most a single kernel can
/// hold that commutes with all of them. The centre may lie between the taps, so even sizes are symmetric too; what doubles a
/// size exactly (2×2 or 4×4 with stride 2) needs one.
/// </summary>
public static class SymmetricTaps
{
    /// <summary>The orbit of every tap: 2×2 has 1, 3×3 has 3, 4×4 has 3, 2×2×2 has 1, 4×4×4 has 4.</summary>
    /// <param name="kernelSize">1 to 3 equal sizes.</param>
    /// <returns>A map with one orientation; parameters in order of the distance of their taps from the middle.</returns>
    /// <exception cref="ArgumentException">The sizes are not those of a square or cubic kernel.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize)
    {
        var taps = GridSize.CellsOf(kernelSize, nameof(kernelSize));
        var size = kernelSize[0];
        if (kernelSize.ContainsAnyExcept(size))
            throw new ArgumentException(
                $"Symmetric taps need a kernel of equal sizes, not {GridSize.Show(kernelSize)}.", nameof(kernelSize));
        var orbits = new (int Distance, string Name)[taps];
        var offsets = new int[kernelSize.Length];
        for (var tap = 0; tap < taps; tap++)
        {
            var rest = tap;
            for (var axis = 0; axis < offsets.Length; axis++, rest /= size)
                offsets[axis] = Math.Abs((2 * (rest % size)) - size + 1);
            Array.Sort(offsets);
            orbits[tap] = (offsets.Sum(offset => offset * offset), string.Join(',', offsets));
        }
        var order = orbits.Distinct()
            .OrderBy(orbit => orbit.Distance).ThenBy(orbit => orbit.Name, StringComparer.Ordinal).ToList();
        return new(kernelSize, order.Count, Array.ConvertAll(orbits, orbit => order.IndexOf(orbit)));
    }
}
