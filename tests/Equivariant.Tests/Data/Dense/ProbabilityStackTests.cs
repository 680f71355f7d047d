using Equivariant.Data;
using Equivariant.Formats;
using Equivariant.Tests.Formats;

namespace Equivariant.Tests.Data.Dense;

public class ProbabilityStackTests
{
    private static readonly float[][] Sections = [[0, 0.25f, 0.5f, 1, 0.1f, 0.9f], [1, 1, 0, 0, 0.5f, 0.123f]];

    [Theory]
    [InlineData(StackFormat.Png8, 255)]
    [InlineData(StackFormat.Png16, 65535)]
    public void ImagesAreReadBackToTheirLevels(StackFormat format, int most)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "out");
        ProbabilityStack.Write(path, format, 2, 2, 3, Sections);
        Assert.Equal(["0000.png", "0001.png"], Directory.GetFiles(path).Select(Path.GetFileName).Order());
        for (var i = 0; i < 2; i++)
        {
            var image = Png.Read(Path.Combine(path, $"000{i}.png"));
            Assert.Equal((2, 3), (image.Height, image.Width));
            Assert.Equal(Sections[i].Select(value => (int)Math.Round((double)value * most)), image.Samples.ToInt32());
        }
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
    [InlineData(StackFormat.Png8)]
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
        Assert.Contains("--force", Assert.Throws<IOException>(
            () => ProbabilityStack.Write(path, format, 2, 2, 3, Counted())).Message);
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
