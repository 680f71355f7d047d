using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>Reads the six arrays {train,val,test}_{images,labels} of a MedMNIST-like .npz file.</summary>
internal static class NpzSplits
{
    private static readonly string[] Splits = ["train", "val", "test"];

    /// <summary>Bytes of a block of images that is read at once.</summary>
    internal const int UsualBlock = 64 << 20;

    /// <summary>The splits of a file. Without a layout the sizes of the axes tell it; <paramref name="describe"/> says from the
    /// labels of the three splits what they mean, <paramref name="remedy"/> what to do about a damaged file, as a
    /// clause.</summary>
    public static (ImageSet Train, ImageSet Validation, ImageSet Test) Read(
        string path, string? layout, string remedy, Func<IReadOnlyList<NdArray>, LabelInfo> describe, DataOptions options,
        int block = UsualBlock)
    {
        try
        {
            using var file = Npz.Open(path);
            var members = Splits.SelectMany(split => (string[])[$"{split}_images", $"{split}_labels"]).ToArray();
            if (members.Where(member => !file.Contains(member)).ToArray() is { Length: > 0 } missing)
            {
                throw new DataException(
                    $"'{path}' lacks {string.Join(", ", missing)} (it holds {string.Join(", ", file.Names)}); "
                    + "a data set has {train,val,test}_{images,labels}.");
            }
            var info = describe([.. Splits.Select(split =>
                CheckLabels(file.Read($"{split}_labels"), $"'{path}' {split}_labels"))]);
            options.CheckMemory(Splits.Sum(split => file.BytesOf($"{split}_images")), $"'{path}'",
                "use smaller or fewer images, or a machine with more memory");
            ImageSet Split(string split) => Stream(file, split, info, layout, $"'{path}' {split}", block)
                ?? Make(file.Read($"{split}_images"), file.Read($"{split}_labels"), info, layout, $"'{path}' {split}");
            return (Split("train"), Split("val"), Split("test"));
        }
        catch (FileFormatException e)
        {
            throw new DataException($"'{path}' cannot be read: {e.Reason}; {remedy}.", e);
        }
        catch (OverflowException e)
        {
            throw new DataException($"'{path}' cannot be used: a size or a label in it is out of range; {remedy}.", e);
        }
        catch (IOException e)
        {
            throw new DataException($"{e.Message.TrimEnd('.')}; {remedy}.", e);
        }
    }

    /// <summary>A split of 8-bit images, read block by block: the array may be larger than one of .NET can be. Null for images
    /// that are stored in another way.</summary>
    private static ImageSet? Stream(NpzReader file, string split, LabelInfo info, string? layout, string what, int block)
    {
        using var images = file.OpenArray($"{split}_images");
        if (images is not { Type: ElementType.UInt8, Plain: true })
            return null;
        var order = PixelLayout.Of(images.Shape.AsSpan(), images.ToString(), layout, what);
        var labels = file.Read($"{split}_labels");
        CheckCounts(images.Shape[0], labels, what);
        if (order.ImageShape.Count > int.MaxValue / 2)
            throw new DataException($"{what}: images of {order.ImageShape} are too large; make them smaller.");
        var size = (int)order.ImageShape.Count;
        var (count, perBlock) = (images.Shape[0], Math.Max(1, block / Math.Max(1, size)));
        var blocks = new List<ReadOnlyMemory<byte>>();
        var image = new byte[order.ChannelsLast ? size : 0];
        for (var start = 0; start < count; start += perBlock)
        {
            var bytes = new byte[Math.Min(perBlock, count - start) * size];
            if (order.ChannelsLast)
            {
                for (var at = 0; at < bytes.Length; at += size)
                {
                    images.ReadExactly(image);
                    order.ToChannelFirst<byte>(image, bytes.AsSpan(at, size));
                }
            }
            else
            {
                images.ReadExactly(bytes);
            }
            blocks.Add(bytes);
        }
        images.CheckEnd();
        return ImageSet.FromBlocks(what, blocks, perBlock, order.ImageShape, labels.ToInt32(), info);
    }

    /// <summary>A split from an array of images and one of labels.</summary>
    public static ImageSet Make(NdArray images, NdArray labels, LabelInfo info, string? layout, string what)
    {
        var order = PixelLayout.Of(images.Shape.AsSpan(), images.ToString(), layout, what);
        CheckCounts(images.Shape[0], labels, what);
        var values = labels.ToInt32();
        return images.Type switch
        {
            ElementType.UInt8 =>
                ImageSet.FromBytes(what, order.ToChannelFirst(images.As<byte>()), order.ImageShape, values, info),
            ElementType.Bool => ImageSet.FromBytes(
                what, order.ToChannelFirst<byte>(Array.ConvertAll(images.Bytes.ToArray(), bit => (byte)(bit * 255))),
                order.ImageShape, values, info),
            ElementType.Float16 or ElementType.Float32 or ElementType.Float64 =>
                ImageSet.FromFloats(what, order.ToChannelFirst<float>(images.ToSingle()), order.ImageShape, values, info),
            _ => throw new DataException(
                $"{what}: images of {images.Type.Name()} have no agreed range; store uint8, "
                + "or floating-point numbers from 0 to 1."),
        };
    }

    private static void CheckCounts(int images, NdArray labels, string what)
    {
        if (images != labels.Shape[0])
        {
            throw new DataException(
                $"{what}: there are {images} images and {labels.Shape[0]} labels; give each image its label.");
        }
    }

    private static NdArray CheckLabels(NdArray labels, string what)
    {
        if (labels.Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
            throw new DataException($"{what}: labels are whole numbers, not {labels.Type.Name()}; store them as integers.");
        if (labels.Rank is not (1 or 2) || labels.Length == 0)
            throw new DataException(
                $"{what}: labels have the shape [N], [N,1] or, for several labels an image, [N,L], not {labels}.");
        return labels;
    }
}
