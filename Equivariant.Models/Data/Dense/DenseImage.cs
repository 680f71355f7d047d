namespace Equivariant.Data;

/// <summary>An image or section of a volume with a class for each pixel.</summary>
public sealed class DenseImage
{
    /// <summary>The label of pixels that nobody labelled: they neither train nor count.</summary>
    public const byte Ignored = 255;

    /// <summary>An image from its pixels and labels, which it keeps without a copy.</summary>
    /// <param name="name">What to call it, e.g. the name of its file.</param>
    /// <param name="channels">Values for each pixel.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="pixels">Values from 0 to 1, [C,H,W].</param>
    /// <param name="labels">The class of each pixel, or <see cref="Ignored"/>, [H,W].</param>
    /// <exception cref="ShapeException">An extent is not positive, or pixels or labels do not fit.</exception>
    public DenseImage(string name, int channels, int height, int width, float[] pixels, byte[] labels)
    {
        if (channels < 1 || height < 1 || width < 1
            || (Int128)channels * height * width != pixels.Length || (long)height * width != labels.Length)
        {
            throw new ShapeException($"{name}: {pixels.Length} pixels [C,H,W] and {labels.Length} labels [H,W] do not fit "
                + $"[{channels},{height},{width}].");
        }
        (Name, Channels, Height, Width, Pixels, Labels) = (name, channels, height, width, pixels, labels);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Values for each pixel.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Values from 0 to 1, [C,H,W].</summary>
    public float[] Pixels { get; }

    /// <summary>The class of each pixel, or <see cref="Ignored"/>, [H,W].</summary>
    public byte[] Labels { get; }

    /// <summary>The pixels as a new float32 tensor [1,C,H,W], owned by the caller.</summary>
    public Tensor ToTensor(Device? device = null) => Tensor.From(Pixels, [1, Channels, Height, Width], device);
}
