namespace Equivariant.Benchmarks;

/// <summary>The shape of a convolution that keeps channels and size: stride 1, padding by half the kernel, no bias.</summary>
/// <param name="Channels">Of input and output.</param>
/// <param name="Size">Edge length of the maps.</param>
/// <param name="KernelSize">Taps an axis, odd.</param>
/// <param name="Rank">Spatial axes.</param>
internal sealed record ConvShape(int Channels = 64, int Size = 28, int KernelSize = 3, int Rank = 2)
{
    /// <summary>The usual number of images.</summary>
    public const int Batch = 32;

    /// <summary>Settings of the op.</summary>
    public ConvOptions Options => new() { Padding = KernelSize / 2 };

    /// <summary>Taps an axis, as many numbers as axes.</summary>
    public int[] Kernel => [.. Enumerable.Repeat(KernelSize, Rank)];

    /// <summary>Shape of input and output.</summary>
    public Shape Maps(int batch) => [batch, Channels, .. Enumerable.Repeat(Size, Rank)];

    /// <summary>Multiply-adds for one tap of one kernel copy.</summary>
    public double ProductsPerTap(int batch) => Maps(batch).Count * (double)Channels;
}
