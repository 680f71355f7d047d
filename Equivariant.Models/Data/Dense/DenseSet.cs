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

    /// <summary>A set of at least one image, loaded when it is asked for: <paramref name="load"/> is called from several threads,
    /// and makes the same image for the same number; in memory it costs nothing, so that nobody need keep what was
    /// loaded.</summary>
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

    /// <summary>How objects in a CREMI volume are written; null for other images.</summary>
    internal CremiSubmission? Submission { get; init; }

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

/// <summary>An image or section of a volume with a class for each pixel. Its arrays are kept without a copy.</summary>
/// <param name="Name">What to call it, e.g. the name of its file.</param>
/// <param name="Channels">Values for each pixel.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Values from 0 to 1, [C,H,W].</param>
/// <param name="Labels">The class of each pixel, or <see cref="Ignored"/>, [H,W].</param>
/// <exception cref="ShapeException">An extent is not positive, or pixels or labels do not fit.</exception>
public sealed record DenseImage(string Name, int Channels, int Height, int Width, float[] Pixels, byte[] Labels)
{
    /// <summary>The label of pixels that nobody labelled: they neither train nor count.</summary>
    public const byte Ignored = 255;

    /// <summary>Values from 0 to 1, [C,H,W].</summary>
    public float[] Pixels { get; } = Channels > 0 && Height > 0 && Width > 0
        && (Int128)Channels * Height * Width == Pixels.Length && (long)Height * Width == Labels.Length
        ? Pixels
        : throw new ShapeException($"{Name}: {Pixels.Length} pixels [C,H,W] and {Labels.Length} labels [H,W] do not fit "
            + $"[{Channels},{Height},{Width}].");
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
