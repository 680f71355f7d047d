namespace Equivariant.Cpu;

/// <summary>Columns of a matrix, in whole vectors, cut into panels of two or three vectors where there are as many.</summary>
internal readonly struct ColumnPanels<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Cuts <paramref name="columns"/>, which are rounded up to whole vectors.</summary>
    public ColumnPanels(int columns) => Columns = (columns + TVector.Count - 1) / TVector.Count * TVector.Count;

    /// <summary>Columns in whole vectors.</summary>
    public int Columns { get; }

    /// <summary>Number of panels.</summary>
    public int Count => ((Columns / TVector.Count) + MicroKernel<TVector>.Vectors - 1) / MicroKernel<TVector>.Vectors;

    /// <summary>First column of a panel; of panel <see cref="Count"/> the number of columns. Widths differ by one vector at
    /// most: two and two rather than three and one.</summary>
    public int Start(int panel) => (int)((long)panel * (Columns / TVector.Count) / Count) * TVector.Count;

    /// <summary>Columns of a panel.</summary>
    public int Width(int panel) => Start(panel + 1) - Start(panel);
}
