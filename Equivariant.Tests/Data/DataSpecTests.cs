namespace Equivariant.Tests.Data;

public class DataSpecTests
{
    [Theory]
    [InlineData("npz:/a/b.npz", "npz", "/a/b.npz", 0)]
    [InlineData(@"npz:C:\a\b.npz", "npz", @"C:\a\b.npz", 0)]
    [InlineData("synthetic:shapes?size=32&seed=4", "synthetic", "shapes", 2)]
    public void ASpecHasKindTargetAndOptions(string text, string scheme, string target, int options)
    {
        var spec = DataSpec.Parse(text);
        Assert.Equal((scheme, target, options), (spec.Scheme, spec.Target, spec.Options.Count));
        Assert.Equal(text, spec.ToString());
    }

    [Theory]
    [InlineData("breastmnist", "names no data set")]
    [InlineData(":x", "names no data set")]
    [InlineData("npz:", "names no data set")]
    [InlineData("npz:?layout=nhw", "names no data set")]
    [InlineData("synthetic:shapes?size", "is not NAME=VALUE")]
    [InlineData("synthetic:shapes?size=32&size=48", "there twice")]
    [InlineData("zip:x", "no kind of data set 'zip'; there are idx:, medmnist:, npz:, synthetic:")]
    [InlineData("synthetic:cubes", "there is synthetic:shapes")]
    [InlineData("synthetic:shapes?szie=32", "has no option 'szie'; it has size")]
    [InlineData("synthetic:shapes?size=big", "from 16 to 512, not 'big'")]
    [InlineData("synthetic:shapes?classes=1", "from 2 to 8, not '1'")]
    [InlineData("medmnist:brainmnist", "MedMNIST has no data set 'brainmnist'")]
    [InlineData("medmnist:breastmnist?size=32", "comes in the sizes 28, 64, 128, 224, not 32")]
    [InlineData("medmnist:organmnist3d?size=128", "comes in the sizes 28, 64, not 128")]
    [InlineData("npz:/nowhere/x.npz", "there is no such file; give the path")]
    [InlineData("idx:/nowhere", "There is no folder '/nowhere'")]
    public void WhatCannotBeOpenedSaysWhy(string spec, string reason)
    {
        var message = Refused<DataException>(() => DataSpec.Open(spec), reason).Message;
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message);
    }

    [Fact]
    public void SourcesAreFound()
    {
        Assert.Equal(
            ["idx", "medmnist", "npz", "synthetic", "cremi", "em", "synthetic"], DataSources.All.Select(source => source.Scheme));
        Assert.All(DataSources.All, source => Assert.StartsWith(source.Scheme + ":", source.Description));
        Assert.Equal(20, DataSources.Known().Count);
    }

    [Fact]
    public void TheNamedFolderIsSearchedFirst()
    {
        var folders = new DataOptions { Folder = "here" }.SearchFolders();
        Assert.Equal(Path.GetFullPath("here"), folders[0]);
        Assert.EndsWith(".medmnist", folders[^1]);
    }
}
