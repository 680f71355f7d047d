namespace Equivariant;

/// <summary>
/// The filter banks of group convolutions (Cohen and Welling, ICML 2016, section 6), as index maps: which weight sits where in
/// the copy of a kernel for each element of the group, (g·w)(τ) = w(g⁻¹τ).
/// </summary>
public static class GroupKernels
{
    /// <summary>From an image to a map with an orientation axis: the copies g·w of a kernel, in the group's order.</summary>
    /// <param name="group">The elements; the orientations of the result.</param>
    /// <param name="kernelSize">A size for each axis the group acts on, equal where it exchanges them; even sizes have their
    /// centre between the taps.</param>
    /// <exception cref="ArgumentException">Sizes of another number of axes, or that some element exchanges for
    /// others.</exception>
    public static KernelIndexMap Lifting(SymmetryGroup group, ReadOnlySpan<int> kernelSize)
    {
        CheckedGathers(group, kernelSize);
        return OrientedCopies.Of(kernelSize, [.. group.Elements.Select(element => (element.Name, element))]);
    }

    /// <summary>
    /// From orientations to orientations: copy g of a kernel over orientations and taps holds w(g⁻¹h, g⁻¹τ) for orientation h and
    /// tap τ: its planes turn, and change places. For two axes of four turns that is "roll by s and rotate by s".
    /// </summary>
    /// <param name="group">The elements; the orientations of input and result.</param>
    /// <param name="kernelSize">As for <see cref="Lifting"/>.</param>
    /// <returns>A map over orientations and taps, the orientations an axis in front, or for volumes one with the taps,
    /// <c>orientation · taps + tap</c>.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Lifting"/>.</exception>
    public static KernelIndexMap Joint(SymmetryGroup group, ReadOnlySpan<int> kernelSize)
    {
        var gathers = CheckedGathers(group, kernelSize);
        var taps = gathers[0].Length;
        int[] table = [.. gathers.SelectMany((gather, g) => Enumerable.Range(0, group.Order).SelectMany(h =>
            gather.Select(tap => (group.Product(group.Inverse(g), h) * taps) + tap)))];
        return new(JointSize(group, kernelSize), group.Order * taps, table, [.. group.Elements.Select(element => element.Name)]);
    }

    /// <summary>
    /// Where the adjoint of a group convolution has its weights: it is the group convolution by v(k, σ) = w(k⁻¹, −k⁻¹σ), from the
    /// result's channels to the input's.
    /// </summary>
    /// <param name="group">The elements.</param>
    /// <param name="kernelSize">As for <see cref="Lifting"/>.</param>
    /// <returns>A map of one copy over the axes of <see cref="Joint"/>.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Lifting"/>.</exception>
    public static KernelIndexMap Adjoint(SymmetryGroup group, ReadOnlySpan<int> kernelSize)
    {
        int[] table = [.. CheckedGathers(group, kernelSize).SelectMany((gather, k) =>
            gather.Reverse().Select(tap => (group.Inverse(k) * gather.Length) + tap))];
        return new(JointSize(group, kernelSize), table.Length, table);
    }

    /// <summary>Sizes have at most three axes.</summary>
    private static int[] JointSize(SymmetryGroup group, ReadOnlySpan<int> kernelSize) => group.Rank < 3
        ? [group.Order, .. kernelSize] : [group.Order * GridSize.CellsOf(kernelSize, nameof(kernelSize))];

    /// <summary>What each element gathers from the taps of a kernel, whose sizes it must keep.</summary>
    private static int[][] CheckedGathers(SymmetryGroup group, ReadOnlySpan<int> kernelSize)
    {
        if (kernelSize.Length != group.Rank)
            throw new ArgumentException(
                $"{group} needs kernels of {group.Rank} axes, not {GridSize.Show(kernelSize)}.", nameof(kernelSize));
        var gathers = new int[group.Order][];
        for (var g = 0; g < gathers.Length; g++)
        {
            var element = group.Elements[g];
            if (!element.MapSizes(kernelSize).AsSpan().SequenceEqual(kernelSize))
                throw new ArgumentException(
                    $"{element.Name} of {group.Name} exchanges axes: the kernel {GridSize.Show(kernelSize)} needs equal sizes.",
                    nameof(kernelSize));
            gathers[g] = element.MapGrid(kernelSize);
        }
        return gathers;
    }
}
