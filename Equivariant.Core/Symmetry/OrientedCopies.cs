namespace Equivariant;

/// <summary>Builds the map of one dense kernel moved by several symmetries.</summary>
internal static class OrientedCopies
{
    /// <summary>The copies g·w of a kernel w, (g·w)[τ] = w[g⁻¹ τ], in the order given.</summary>
    public static KernelIndexMap Of(
        ReadOnlySpan<int> kernelSize, params ReadOnlySpan<(string Name, SignedPermutation Element)> copies)
    {
        var taps = GridSize.CellsOf(kernelSize, nameof(kernelSize));
        var table = new List<int>(taps * copies.Length);
        var names = new string[copies.Length];
        for (var i = 0; i < copies.Length; i++)
        {
            table.AddRange(copies[i].Element.MapGrid(kernelSize));
            names[i] = copies[i].Name;
        }
        return new KernelIndexMap(kernelSize, taps, table.ToArray(), names);
    }
}
