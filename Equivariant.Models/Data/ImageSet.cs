using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>One split of a data set, in host memory: images of one shape, channel first, and their labels. Immutable.</summary>
public sealed class ImageSet
{
    // No array of .NET holds 2 GiB, and sets of large images are larger: whole images lie in blocks.
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> blocks;
    private readonly int imagesPerBlock, first;
    private readonly ReadOnlyMemory<float> floats;
    private readonly ReadOnlyMemory<int> labels;

    private ImageSet(
        string name, Shape imageShape, LabelInfo info,
        IReadOnlyList<ReadOnlyMemory<byte>> blocks, int imagesPerBlock, int first,
        ReadOnlyMemory<float> floats, ReadOnlyMemory<int> labels)
    {
        (Name, ImageShape, Labels, this.floats, this.labels) = (name, imageShape, info, floats, labels);
        (this.blocks, this.imagesPerBlock, this.first) = (blocks, imagesPerBlock, first);
        Count = labels.Length / info.PerImage;
    }

    /// <summary>What to call the split in messages.</summary>
    public string Name { get; }

    /// <summary>Shape of one image: [C,H,W] or [C,D,H,W].</summary>
    public Shape ImageShape { get; }

    /// <summary>What the labels mean.</summary>
    public LabelInfo Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Number of channels.</summary>
    public int Channels => ImageShape[0];

    /// <summary>Number of spatial axes: 2 for images, 3 for volumes.</summary>
    public int SpatialRank => ImageShape.Rank - 1;

    /// <summary>Whether the source held floating-point values, which are used as they are, and not bytes, which become 0 to
    /// 1.</summary>
    public bool IsFloat => floats.Length > 0;

    /// <summary>A split of 8-bit images [C,H,W] or [C,D,H,W], one after the other, with <see cref="LabelInfo.PerImage"/> labels
    /// each. Nothing is copied, and nothing given may change later.</summary>
    /// <exception cref="DataException">Pixels, labels and shape do not fit together, or a label is none of the
    /// classes.</exception>
    public static ImageSet FromBytes(
        string name, ReadOnlyMemory<byte> pixels, Shape imageShape, ReadOnlyMemory<int> labels, LabelInfo info) =>
        FromBlocks(name, [pixels], 1, imageShape, labels, info);

    /// <summary>A split of any number of bytes, in blocks of <paramref name="imagesPerBlock"/> images; the last has the
    /// rest.</summary>
    internal static ImageSet FromBlocks(
        string name, IReadOnlyList<ReadOnlyMemory<byte>> blocks, int imagesPerBlock, Shape imageShape, ReadOnlyMemory<int> labels,
        LabelInfo info)
    {
        Check(name, blocks.Sum(block => (long)block.Length), imageShape, labels.Span, info);
        for (var i = 0; i < blocks.Count - 1; i++)
        {
            if (imagesPerBlock < 1 || blocks[i].Length != imagesPerBlock * imageShape.Count)
            {
                throw new DataException($"{name}: block {i} holds {blocks[i].Length} bytes, not {imagesPerBlock} images of "
                    + $"{imageShape}; fill every block.");
            }
        }
        var perBlock = blocks.Count > 1 ? imagesPerBlock : labels.Length;
        return new ImageSet(name, imageShape, info, blocks, perBlock, 0, default, labels);
    }

    /// <summary>A split of floating-point images, whose values are used as they are.</summary>
    /// <inheritdoc cref="FromBytes"/>
    public static ImageSet FromFloats(
        string name, ReadOnlyMemory<float> pixels, Shape imageShape, ReadOnlyMemory<int> labels, LabelInfo info)
    {
        Check(name, pixels.Length, imageShape, labels.Span, info);
        var values = pixels.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new DataException(
                    $"{name}: image {i / imageShape.Count} holds {values[i]}; images must hold finite numbers.");
        }
        return new ImageSet(name, imageShape, info, [], 1, 0, pixels, labels);
    }

    /// <summary>Copies image <paramref name="index"/>, bytes as value/255.</summary>
    public void CopyImage(int index, Span<float> destination)
    {
        CheckIndex(index);
        var size = (int)ImageShape.Count;
        if (IsFloat)
        {
            floats.Span.Slice(index * size, size).CopyTo(destination);
            return;
        }
        var source = Stored(index);
        destination = destination[..size];
        for (var i = 0; i < source.Length; i++)
            destination[i] = source[i] / 255f;
    }

    /// <summary>The 8-bit values of one image as stored, channel first.</summary>
    /// <exception cref="InvalidOperationException">The source held floating-point values.</exception>
    public ReadOnlySpan<byte> BytesOf(int index)
    {
        CheckIndex(index);
        if (IsFloat)
            throw new InvalidOperationException($"{Name} holds floating-point images; use CopyImage.");
        return Stored(index);
    }

    /// <summary>The class of an image.</summary>
    /// <exception cref="InvalidOperationException">The data are multi-label.</exception>
    public int LabelOf(int index)
    {
        CheckIndex(index);
        return Labels.Task != LabelTask.MultiLabel
            ? labels.Span[index]
            : throw new InvalidOperationException($"{Name} has {Labels.Classes} labels for each image; use LabelsOf.");
    }

    /// <summary>The <see cref="LabelInfo.PerImage"/> numbers of an image.</summary>
    public ReadOnlySpan<int> LabelsOf(int index)
    {
        CheckIndex(index);
        return labels.Span.Slice(index * Labels.PerImage, Labels.PerImage);
    }

    /// <summary>How many images each class has.</summary>
    public int[] CountByClass()
    {
        var counts = new int[Labels.Classes];
        var span = labels.Span;
        for (var i = 0; i < span.Length; i++)
        {
            if (Labels.Task == LabelTask.MultiLabel)
                counts[i % counts.Length] += span[i];
            else
                counts[span[i]]++;
        }
        return counts;
    }

    /// <summary>Some consecutive images as a split of their own; nothing is copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such images.</exception>
    public ImageSet Range(int start, int count, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        var size = (int)ImageShape.Count;
        return new ImageSet(name ?? Name, ImageShape, Labels, blocks, imagesPerBlock, first + start,
            IsFloat ? floats.Slice(start * size, count * size) : default,
            labels.Slice(start * Labels.PerImage, count * Labels.PerImage));
    }

    /// <summary>As in <c>breastmnist train: 546 × [1,28,28], 2 classes</c>.</summary>
    public override string ToString() => $"{Name}: {Count} × {ImageShape}, {Labels.Classes} classes";

    private ReadOnlySpan<byte> Stored(int index)
    {
        var size = (int)ImageShape.Count;
        var at = first + index;
        return blocks[at / imagesPerBlock].Span.Slice(at % imagesPerBlock * size, size);
    }

    private static void Check(string name, long values, Shape imageShape, ReadOnlySpan<int> labels, LabelInfo info)
    {
        if (imageShape.Rank is not (3 or 4) || imageShape.Count == 0)
            throw new DataException($"{name}: images have the shape [C,H,W] or [C,D,H,W] without empty axes, not {imageShape}.");
        if (info.Classes < (info.Task == LabelTask.MultiLabel ? 1 : 2)
            || (info.Task == LabelTask.BinaryClass && info.Classes != 2))
            throw new DataException(
                $"{name}: {info.Classes} classes are no {info.Task} task; give data with at least two classes.");
        if (info.ClassNames is { } names && names.Count != info.Classes)
            throw new DataException($"{name}: there are {names.Count} class names for {info.Classes} classes.");
        if (labels.IsEmpty)
            throw new DataException($"{name}: there are no images; give at least one.");
        if (labels.Length % info.PerImage != 0 || values != labels.Length / info.PerImage * imageShape.Count)
        {
            throw new DataException(
                $"{name}: {values} pixel values and {labels.Length} labels do not make images of {imageShape} "
                + $"with {info.PerImage} labels each; give every image its pixels and labels.");
        }
        var classes = info.Task == LabelTask.MultiLabel ? 2 : info.Classes;
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                throw new DataException(
                    $"{name}: image {i / info.PerImage} has the label {labels[i]}; labels go from 0 to {classes - 1}.");
        }
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"{Name} has the images 0 to {Count - 1}.");
    }
}
