namespace Equivariant;

/// <summary>
/// The index matrix of SRE-Conv (symmetric rotation-equivariant convolution, arXiv 2501.09753): one parameter for each ring of
/// taps about the centre, so that a kernel of odd size is the same under every turn and mirror image.
/// </summary>
/// <remarks>
/// The centre is tap ⌊k/2⌋ of each axis. Radius and default number of rings follow the FIRST kernel size alone, as in the
/// released code, also where the others differ. Even sizes have no middle tap: their maps are not symmetric
/// (<see cref="KernelIndexMap.IsSymmetricUnder(SignedPermutation)"/> says so), which is why the layers refuse them.
/// </remarks>
public static class SreRings
{
    /// <summary>The largest kernel size and number of bands, so that the integer arithmetic below cannot overflow.</summary>
    public const int MaxSize = 1023;

    /// <summary>The ring of every tap.</summary>
    /// <param name="kernelSize">1 to 3 sizes, each from 1 to <see cref="MaxSize"/>; need not be equal.</param>
    /// <param name="rule">Which taps make a ring.</param>
    /// <param name="bands">The number of rings; where null ⌊k/2⌋+1, by the full rule ⌊k/2⌋+2, with the first kernel size k. With
    /// many rings some have no tap.</param>
    /// <returns>A map with one orientation; the parameter of a tap is its ring, the centre being ring 0.</returns>
    /// <exception cref="ArgumentException">Sizes or bands out of range; the full rule with one band.</exception>
    public static KernelIndexMap Create(ReadOnlySpan<int> kernelSize, BandRule rule = BandRule.Circular, int? bands = null)
    {
        var taps = GridSize.CellsOf(kernelSize, nameof(kernelSize));
        foreach (var size in kernelSize)
            if (size > MaxSize)
                throw new ArgumentException(
                    $"SRE kernel {GridSize.Show(kernelSize)}: sizes above {MaxSize} are not supported.", nameof(kernelSize));
        if (!Enum.IsDefined(rule))
            throw new ArgumentException($"There is no band rule {rule}.", nameof(rule));
        var count = bands ?? (kernelSize[0] / 2) + (rule == BandRule.Circular ? 1 : 2);
        if (count is < 1 or > MaxSize)
            throw new ArgumentException($"The number of bands is {count}; it must be from 1 to {MaxSize}.", nameof(bands));
        if (rule == BandRule.Full && count < 2)
            throw new ArgumentException(
                "The full band rule needs at least 2 bands: the corners are a band of their own.", nameof(bands));

        var table = new int[taps];
        long farthest = SquaredDistance(0, kernelSize);
        for (var tap = 0; tap < taps; tap++)
        {
            var squared = SquaredDistance(tap, kernelSize);
            table[tap] = rule == BandRule.Circular
                ? CircularBand(squared, count, kernelSize[0] / 2)
                : FullBand(squared, count, farthest);
        }
        return new KernelIndexMap(kernelSize, count, table);
    }

    /// <summary>
    /// ⌊d / w⌋ with rings of width w = (h+½)/b, which is ⌊√(4b²d²) / (2h+1)⌋. Exact in integers, since ⌊⌊x⌋/m⌋ = ⌊x/m⌋ for a
    /// whole m.
    /// </summary>
    private static int CircularBand(long squared, int bands, int half)
    {
        var band = FloorSqrt(4L * bands * bands * squared) / (2 * half + 1);
        return band < bands ? (int)band : KernelIndexMap.Dropped;
    }

    /// <summary>
    /// ⌊(b−1)·d/D⌋ with D the distance of the corner: the square root of ⌊(b−1)²d²/D²⌋, since ⌊√x⌋ = ⌊√⌊x⌋⌋. The corner itself,
    /// and the only tap of a kernel of size 1, falls into the last band.
    /// </summary>
    private static int FullBand(long squared, int bands, long farthest) => farthest == 0
        ? bands - 1
        : (int)FloorSqrt((bands - 1L) * (bands - 1L) * squared / farthest);

    /// <summary>Tap 0 is a farthest tap for even and odd sizes alike.</summary>
    private static long SquaredDistance(int tap, ReadOnlySpan<int> kernelSize)
    {
        long sum = 0;
        for (var a = kernelSize.Length - 1; a >= 0; a--)
        {
            (tap, var position) = Math.DivRem(tap, kernelSize[a]);
            long offset = position - kernelSize[a] / 2;
            sum += offset * offset;
        }
        return sum;
    }

    /// <summary>Exact: the numbers are below 2^42, and a square root is rounded correctly.</summary>
    private static long FloorSqrt(long value) => (long)Math.Sqrt(value);
}

/// <summary>Which ring of an SRE kernel a tap belongs to. h is half the first kernel size, rounded down.</summary>
public enum BandRule
{
    /// <summary>h+1 rings of equal width in the disc of radius h+½; taps outside the disc are always zero. The released
    /// SRE-Conv code.</summary>
    Circular,

    /// <summary>h+2 rings from the centre to the corner, the last one the corners alone; every tap is used. The rule of SRI-Conv
    /// and, by its band count, of the SRE-Conv paper.</summary>
    Full,
}
