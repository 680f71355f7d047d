using Equivariant.Metrics;

namespace Equivariant.Tests.Data;

/// <summary>Small made-up splits.</summary>
internal static class Sets
{
    public static readonly LabelInfo TwoClasses = new(LabelTask.BinaryClass, 2);

    /// <summary>Images whose pixels all differ from image to image, with labels 0, 1, 0, 1, …</summary>
    public static ImageSet Grey(int count, int size = 4) => ImageSet.FromBytes(
        "grey", Enumerable.Range(0, count * size * size).Select(i => (byte)(i * 7 + i / 256)).ToArray(), [1, size, size],
        Enumerable.Range(0, count).Select(i => i % 2).ToArray(), TwoClasses);

    /// <summary>The members of a MedMNIST-like file with three equal splits.</summary>
    public static Dictionary<string, NdArray> Splits(NdArray images, NdArray labels) => ((string[])["val", "train", "test"])
        .SelectMany(split => (KeyValuePair<string, NdArray>[])[new(split + "_labels", labels), new(split + "_images", images)])
        .ToDictionary();

    public static float[] Image(ImageSet set, int index)
    {
        var values = new float[set.ImageShape.Count];
        set.CopyImage(index, values);
        return values;
    }
}
