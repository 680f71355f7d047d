using Equivariant.Metrics;

namespace Equivariant.Tests.Data;

public class NpzSourceTests : FolderTests
{
    public static TheoryData<NdArray, NdArray, int[], LabelTask, int, float[]> Kinds() => new()
    {
        { NdArray.From(Bytes(4 * 6), 4, 2, 3), NdArray.From(new byte[] { 0, 1, 2, 0 }, 4, 1), [1, 2, 3], LabelTask.MultiClass, 3,
            [6, 7, 8, 9, 10, 11] },
        // Channels come first.
        { NdArray.From(Bytes(2 * 4 * 3), 2, 2, 2, 3), NdArray.From(new long[] { 0, 1 }, 2), [3, 2, 2], LabelTask.BinaryClass, 2,
            [12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23] },
        { NdArray.From([true, false, false, true], 2, 1, 2), NdArray.From(new byte[] { 0, 1 }, 2), [1, 1, 2], LabelTask.BinaryClass, 2,
            [0, 255] },
        { NdArray.From([.. Enumerable.Range(0, 16).Select(i => i * 255f)], 2, 2, 2, 2),
            NdArray.From(new byte[] { 0, 1, 1, 1, 0, 0 }, 2, 3), [1, 2, 2, 2], LabelTask.MultiLabel, 3,
            [.. Enumerable.Range(8, 8).Select(i => i * 255f * 255)] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ImagesOfEveryKindAreRead(
        NdArray images, NdArray labels, int[] shape, LabelTask task, int classes, float[] second)
    {
        var splits = Open(Sets.Splits(images, labels));
        Assert.Equal(shape, splits.ImageShape.ToArray());
        Assert.Equal((task, classes), (splits.Labels.Task, splits.Labels.Classes));
        Assert.Equal(second.Select(level => level / 255), Sets.Image(splits.Train, 1));
        Assert.Equal(labels.ToInt32(), Enumerable.Range(0, splits.Test.Count).SelectMany(i => splits.Test.LabelsOf(i).ToArray()));
    }

    [Fact]
    public void ADoubtfulLayoutMustBeNamed()
    {
        var arrays = Sets.Splits(NdArray.From(Bytes(2 * 3 * 4 * 2), 2, 3, 4, 2), NdArray.From(new byte[] { 0, 1 }, 2));
        Assert.Contains("say which with ?layout=nchw or ?layout=ndhw", Refusal(arrays));
        Assert.Equal([3, 4, 2], Open(arrays, "?layout=nchw").ImageShape);
        Assert.Equal([1, 3, 4, 2], Open(arrays, "?layout=ndhw").ImageShape);
        Assert.Equal([2, 3, 4], Open(arrays, "?layout=nhwc").ImageShape);
        Assert.Contains("there is no layout 'hwc'", Refusal(arrays, "?layout=hwc"));
        Assert.Contains("the layout nhw has 3", Refusal(arrays, "?layout=nhw"));
    }

    public static TheoryData<string, NdArray, NdArray> Misfits() => new()
    {
        { "3 images and 2 labels", NdArray.From(Bytes(12), 3, 2, 2), NdArray.From(new byte[] { 0, 1 }, 2) },
        { "image 1 has the label -1", NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new[] { 1, -1 }, 2) },
        { "the largest label is 0", NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new byte[] { 0, 0 }, 2) },
        { "the largest label is 70000", NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new[] { 0, 70000 }, 2) },
        { "out of range", NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new[] { 1, long.MinValue }, 2) },
        { "labels are whole numbers, not float32", NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new[] { 0f, 1 }, 2) },
        { "labels have the shape", NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new byte[] { 0, 1 }, 2, 1, 1) },
        { "image 0 has the label 2; labels go from 0 to 1", NdArray.From(Bytes(8), 2, 2, 2),
            NdArray.From(new byte[] { 0, 2, 1, 1 }, 2, 2) },
        { "have no agreed range", NdArray.From(new ushort[8], 2, 2, 2), NdArray.From(new byte[] { 0, 1 }, 2) },
        { "is no array of images", NdArray.From(Bytes(8), 2, 4), NdArray.From(new byte[] { 0, 1 }, 2) },
        { "is no array of images", NdArray.From(Bytes(64), 2, 2, 2, 2, 2, 2), NdArray.From(new byte[] { 0, 1 }, 2) },
        { "holds NaN", NdArray.From(new[] { 0f, float.NaN }, 2, 1, 1), NdArray.From(new byte[] { 0, 1 }, 2) },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void WhatDoesNotFitIsRefused(string reason, NdArray images, NdArray labels) =>
        Assert.Contains(reason, Refusal(Sets.Splits(images, labels)));

    [Fact]
    public void MissingMembersAreNamed()
    {
        var arrays = Sets.Splits(NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new byte[] { 0, 1 }, 2));
        arrays.Remove("val_images");
        arrays.Remove("test_labels");
        Assert.Contains("lacks val_images, test_labels", Refusal(arrays));
    }

    [Fact]
    public void SplitsThatDifferAreRefused()
    {
        var arrays = Sets.Splits(NdArray.From(Bytes(8), 2, 2, 2), NdArray.From(new byte[] { 0, 1 }, 2));
        arrays["test_images"] = NdArray.From(Bytes(12), 2, 2, 3);
        Assert.Contains("the splits differ", Refusal(arrays));
        arrays["test_labels"] = NdArray.From(new byte[] { 0, 1, 1, 0 }, 2, 2);
        Assert.Contains("1 and 2 labels for each image", Refusal(arrays));
    }

    [Fact]
    public void ADamagedFileIsRefused()
    {
        File.WriteAllBytes(PathOf("x.npz"), [1, 2, 3]);
        Refused<DataException>(() => DataSpec.Open("npz:" + PathOf("x.npz")), "cannot be read");
        Refused<DataException>(() => DataSpec.Open("npz:" + Folder.Path), "it is a folder");
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    private DataSplits Open(Dictionary<string, NdArray> arrays, string options = "")
    {
        Npz.Write(PathOf("x.npz"), arrays);
        return DataSpec.Open("npz:" + PathOf("x.npz") + options);
    }

    private string Refusal(Dictionary<string, NdArray> arrays, string options = "") =>
        Assert.Throws<DataException>(() => Open(arrays, options)).Message;
}
