
namespace Equivariant.Tests.Data.Dense;

public class ProbabilityStackTests
{
    private static readonly float[][] Sections = [[0, 0.25f, 0.5f, 1, 0.1f, 0.9f], [1, 1, 0, 0, 0.5f, 0.123f]];

    [Theory]
    [InlineData(8, 255)]
    [InlineData(16, 65535)]
    public void ImagesAreReadBackToTheirLevels(int bits, int most)
    {
        using var folder = new TemporaryFolder();
        ProbabilityImage.Write(folder.File("a.png"), [0, 0.25f, 0.5f, 1, -0.1f, 1.1f], 2, 3, bits);
        var image = Png.Read(folder.File("a.png"));
        Assert.Equal((2, 3), (image.Height, image.Width));
        Assert.Equal([0, (int)Math.Round(0.25 * most), (int)Math.Round(0.5 * most), most, 0, most], image.Samples.ToInt32());
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbabilityImage.Write(folder.File("a.png"), [0], 1, 1, 12));
        Assert.Throws<ArgumentException>(() => ProbabilityImage.Write(folder.File("a.png"), [0], 2, 3, bits));
    }

    /// <summary>Sections are written in blocks; one here is larger than a block.</summary>
    [Fact]
    public void LargeSectionsAreWrittenWhole()
    {
        const int Height = 300, Width = 1001;
        using var folder = new TemporaryFolder();
        float[][] sections = [.. Enumerable.Range(0, 2).Select(s => Enumerable.Range(0, Height * Width)
            .Select(i => (i % 997 / 1000f) + (s / 2000f)).ToArray())];
        ProbabilityStack.Write(folder.File("a.npy"), StackFormat.Npy, 2, Height, Width, sections);
        Assert.Equal(sections.SelectMany(section => section), Npy.Read(folder.File("a.npy")).ToSingle());
    }

    [Fact]
    public void ArraysAreReadBackExactly()
    {
        using var folder = new TemporaryFolder();
        ProbabilityStack.Write(folder.File("a.npy"), StackFormat.Npy, 2, 2, 3, Sections);
        ProbabilityStack.Write(folder.File("a.npz"), StackFormat.Npz, 2, 2, 3, Sections);
        using var npz = Npz.Open(folder.File("a.npz"));
        foreach (var array in (NdArray[])[Npy.Read(folder.File("a.npy")), npz.Read(ProbabilityStack.ArrayName)])
        {
            Assert.Equal("float32 [2, 2, 3]", array.ToString());
            Assert.Equal(Sections.SelectMany(section => section), array.ToSingle());
        }
    }

    [Theory]
    [InlineData(StackFormat.Npy)]
    [InlineData(StackFormat.Npz)]
    public void WhatIsThereIsReplacedOnlyWhenAskedTo(StackFormat format)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("out");
        ProbabilityStack.Write(path, format, 2, 2, 3, Sections);
        var read = 0;
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

    [Theory]
    [InlineData(StackFormat.Npy)]
    [InlineData(StackFormat.Npz)]
    public void AnUnfinishedFileIsNotThere(StackFormat format)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => ProbabilityStack.Write(folder.File("a"), format, 3, 2, 3, Sections));
        Assert.Throws<ArgumentException>(() => ProbabilityStack.Write(folder.File("a"), format, 1, 2, 3, Sections));
        Assert.Throws<ArgumentException>(() => ProbabilityStack.Write(folder.File("a"), format, 2, 3, 3, Sections));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
