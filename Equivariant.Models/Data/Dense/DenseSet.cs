namespace Equivariant.Data;

/// <summary>
/// A named list of labelled images, held in memory or loaded one by one: a large volume streams section by section.
/// </summary>
public sealed class DenseSet
{
    private readonly Func<int, DenseImage> load;

    /// <summary>A set of images that are in memory.</summary>
    /// <exception cref="DataException">There is no image, or they differ in their number of channels.</exception>
    public DenseSet(string name, IReadOnlyList<DenseImage> images)
        : this(name, images.Count, images.Count > 0 ? images[0].Channels : 1, i => images[i], inMemory: true)
    {
        if (images.FirstOrDefault(image => image.Channels != Channels) is { } other)
        {
            throw new DataException($"{name}: {images[0].Name} has {Channels} channels, {other.Name} {other.Channels}; "
                + "give images of one kind.");
        }
    }

    /// <summary>A set of images that are loaded when they are asked for.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="count">Number of images, at least 1.</param>
    /// <param name="channels">Values for each pixel.</param>
    /// <param name="load">Makes image i; called from several threads, gives the same image for the same number.</param>
    /// <param name="inMemory">Whether loading costs nothing, so that nobody need keep what was loaded.</param>
    /// <exception cref="DataException">There is no image.</exception>
    public DenseSet(string name, int count, int channels, Func<int, DenseImage> load, bool inMemory = false)
    {
        if (count < 1)
            throw new DataException($"{name} holds no image; give at least one.");
        (Name, Count, Channels, this.load, InMemory) = (name, count, channels, load, inMemory);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Values for each pixel.</summary>
    public int Channels { get; }

    /// <summary>Whether the images are held, so that <see cref="Load"/> costs nothing.</summary>
    public bool InMemory { get; }

    /// <summary>Image <paramref name="i"/>, 0 to <see cref="Count"/> − 1. A streaming set makes it anew at each call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    /// <exception cref="DataException">It cannot be read, or does not fit the others.</exception>
    public DenseImage Load(int i)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Count);
        var image = load(i);
        return image.Channels == Channels
            ? image
            : throw new DataException(
                $"{Name}: {image.Name} has {image.Channels} channels, the first image {Channels}; give images of one kind.");
    }

    /// <summary>The images one after the other; a streaming set holds one at a time.</summary>
    public IEnumerable<DenseImage> Images()
    {
        for (var i = 0; i < Count; i++)
            yield return Load(i);
    }
}

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
}

/// <summary>A data set for dense prediction: images to train on and others to test on.</summary>
/// <param name="Name">As in the spec that opened it.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Licence">The licence of the images, or that it is not known.</param>
/// <param name="Train">To train on.</param>
/// <param name="Test">To report on.</param>
/// <param name="ClassNames">A name for each class; class 1 is the boundary.</param>
public sealed record DenseSplits(
    string Name, string Description, string Licence, DenseSet Train, DenseSet Test, IReadOnlyList<string> ClassNames)
    : DataSet(Name, Description, Licence)
{
    /// <summary>Number of classes: the number of logits for each pixel.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Extent of a voxel (z, y, x) in nm, null where it is not known.</summary>
    public (double Z, double Y, double X)? Resolution { get; init; }
}
