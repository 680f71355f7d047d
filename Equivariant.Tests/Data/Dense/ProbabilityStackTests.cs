namespace Equivariant.Tests.Data.Dense;

public class ProbabilityStackTests : FolderTests
{
    private static readonly float[][] Sections = [[0, 0.25f, 0.5f, 1, 0.1f, 0.9f], [1, 1, 0, 0, 0.5f, 0.123f]];

    [Theory]
    [InlineData(8, 255)]
    [InlineData(16, 65535)]
    public void ImagesAreReadBackToTheirLevels(int bits, int most)
    {
        ProbabilityImage.Write(PathOf("a.png"), [0, 0.25f, 0.5f, 1, -0.1f, 1.1f], 2, 3, bits);
        var image = Png.Read(PathOf("a.png"));
        Assert.Equal([2, 3, 1], image.Samples.Shape.ToArray());
        Assert.Equal([0, (int)Math.Round(0.25 * most), (int)Math.Round(0.5 * most), most, 0, most], image.Samples.ToInt32());
        Assert.Throws<ArgumentException>(() => ProbabilityImage.Write(PathOf("a.png"), [0], 2, 3, bits));
    }

    /// <summary>Sections are written in blocks; one here is larger than a block.</summary>
    [Fact]
    public void LargeSectionsAreWrittenWhole()
    {
        const int Height = 300, Width = 1001;
        float[][] sections = [.. Enumerable.Range(0, 2).Select(s => Enumerable.Range(0, Height * Width)
            .Select(i => (i % 997 / 1000f) + (s / 2000f)).ToArray())];
        ProbabilityStack.Write(PathOf("a.npy"), StackFormat.Npy, 2, Height, Width, sections);
        Assert.Equal(sections.SelectMany(section => section), Npy.Read(PathOf("a.npy")).ToSingle());
    }

    [Fact]
    public void ArraysAreReadBackExactly()
    {
        ProbabilityStack.Write(PathOf("a.npy"), StackFormat.Npy, 2, 2, 3, Sections);
        ProbabilityStack.Write(PathOf("a.npz"), StackFormat.Npz, 2, 2, 3, Sections);
        using var npz = Npz.Open(PathOf("a.npz"));
        foreach (var array in (NdArray[])[Npy.Read(PathOf("a.npy")), npz.Read(ProbabilityStack.ArrayName)])
        {
            Assert.Equal("float32 [2, 2, 3]", array.ToString());
            Assert.Equal(Sections.SelectMany(section => section), array.ToSingle());
        }
    }

    [Fact]
    public void WhatIsThereIsReplacedOnlyWhenAskedToAndAnUnfinishedFileIsNotThere()
    {
        foreach (var format in Enum.GetValues<StackFormat>())
        {
            var (path, read) = (PathOf($"{format}"), 0);
            foreach (var (count, height) in ((int, int)[])[(3, 2), (1, 2), (2, 3)])
            {
                Assert.Throws<ArgumentException>(() => ProbabilityStack.Write(path, format, count, height, 3, Sections));
                Assert.False(File.Exists(path));
            }
            ProbabilityStack.Write(path, format, 2, 2, 3, Sections);
            IEnumerable<float[]> Counted() => Sections.Select(section =>
            {
                read++;
                return section;
            });
            Refused<IOException>(() => ProbabilityStack.Write(path, format, 2, 2, 3, Counted()), "--force");
            Assert.Equal(0, read);
            ProbabilityStack.Write(path, format, 2, 2, 3, Counted(), force: true);
            Assert.Equal(2, read);
        }
        Assert.Equal(2, Folder.Count);
    }
}
