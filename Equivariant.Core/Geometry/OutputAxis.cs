namespace Equivariant;

/// <summary>
/// One axis of an output grid: pixels step over a source, and each sees the source through taps. Pixel p and tap t meet at source
/// cell First + p·Step + OffsetOf(t); offsets run from 0 to <see cref="Reach"/>.
/// </summary>
/// <param name="Source">Cells of the source.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Step">Source cells from pixel to pixel.</param>
/// <param name="First">Source cell of pixel 0 at offset 0; outside where there is padding.</param>
/// <param name="Taps">Number of taps.</param>
/// <param name="FirstTap">Kernel position of tap 0.</param>
/// <param name="TapStep">Kernel positions from tap to tap.</param>
/// <param name="FirstOffset">Offset of tap 0.</param>
/// <param name="OffsetStep">From tap to tap; negative where the kernel is mirrored.</param>
/// <param name="Target">Cells of the result.</param>
/// <param name="FirstTarget">Cell of pixel 0 in the result.</param>
/// <param name="TargetStep">Cells of the result from pixel to pixel.</param>
internal readonly record struct OutputAxis(
    int Source, int Pixels, int Step, int First,
    int Taps, int FirstTap, int TapStep, int FirstOffset, int OffsetStep,
    int Target, int FirstTarget, int TargetStep)
{
    /// <summary>The largest offset.</summary>
    public int Reach => Math.Max(0, Taps - 1) * Math.Abs(OffsetStep);

    /// <summary>Whether no pixel sees anything outside the source.</summary>
    public bool StaysInside => First >= 0 && First + ((Pixels - 1) * Step) + Reach < Source;

    /// <summary>An axis of a convolution: every output is a pixel.</summary>
    public static OutputAxis Forward(int input, int kernel, int output, int stride, int padding, int dilation) =>
        new(input, output, stride, -padding, kernel, 0, 1, 0, dilation, output, 0, 1);

    /// <summary>
    /// An axis of its data gradient: inputs whose padded position leaves the same remainder modulo the stride meet the same taps,
    /// and form one of <paramref name="stride"/> stride-free convolutions of the output's gradient with a mirrored part of the
    /// kernel.
    /// </summary>
    public static OutputAxis Gradient(int input, int kernel, int output, int stride, int padding, int dilation, int phase)
    {
        var first = (((phase - padding) % stride) + stride) % stride;
        var pixels = first < input ? ((input - 1 - first) / stride) + 1 : 0;
        // Every stride/gcd-th tap lands on the phase, from the first one that does.
        var tapStep = stride / Gcd(stride, dilation);
        var firstTap = 0;
        while (firstTap < tapStep && firstTap * dilation % stride != phase)
            firstTap++;
        var taps = firstTap < Math.Min(tapStep, kernel) ? ((kernel - 1 - firstTap) / tapStep) + 1 : 0;
        var offsetStep = tapStep * dilation / stride;
        var nearest = (first + padding - (firstTap * dilation)) / stride;
        return new(output, pixels, 1, nearest - (Math.Max(0, taps - 1) * offsetStep),
            taps, firstTap, tapStep, Math.Max(0, taps - 1) * offsetStep, -offsetStep, input, first, stride);
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
