namespace Equivariant.Networks;

/// <summary>A convolution that a network asks of its <see cref="ConvKind"/>.</summary>
/// <param name="Rank">Spatial axes.</param>
/// <param name="InChannels">Channels of the input, not counting orientations.</param>
/// <param name="OutChannels">Channels of the result, likewise.</param>
/// <param name="KernelSize">Taps an axis.</param>
/// <param name="Options">Stride, padding, dilation, groups.</param>
/// <param name="HasBias">Whether to add a bias.</param>
public sealed record ConvShape(
    int Rank, int InChannels, int OutChannels, PerAxis KernelSize, ConvOptions Options, bool HasBias)
{
    /// <summary>Taps of each axis.</summary>
    /// <exception cref="ShapeException">The kernel size is for another number of axes.</exception>
    public IReadOnlyList<int> Taps => KernelSize.For(Rank, "kernelSize");

    /// <summary>Refuses kernels that would change the size of the image.</summary>
    /// <exception cref="ArgumentException">A kernel size is even.</exception>
    public void RequireOdd()
    {
        if (Taps.Any(taps => taps % 2 == 0))
        {
            throw new ArgumentException(
                $"The kernel size {KernelSize} is even and would change the image's size; use an odd one.");
        }
    }
}
