using Equivariant.Metrics;

namespace Equivariant.Tests.Data;

public class MedMnistTests : FolderTests
{
    [Fact]
    public void TheTableIsWhole()
    {
        Assert.Equal(18, MedMnistTable.All.Count);
        Assert.Equal(12, MedMnistTable.All.Count(entry => entry.SpatialRank == 2));
        Assert.Equal((12 * 4) + (6 * 2), MedMnistTable.All.SelectMany(entry => entry.Md5.Values).Distinct().Count());
        Assert.All(MedMnistTable.All, entry =>
        {
            Assert.All(entry.Md5.Values, sum => Assert.Matches("^[0-9a-f]{32}$", sum));
            Assert.Equal(entry.SpatialRank == 2 ? [28, 64, 128, 224] : [28, 64], entry.Md5.Keys);
            Assert.Equal(entry.Task == LabelTask.BinaryClass, entry.Labels.Classes == 2);
            Assert.Equal(entry.ClassNames.Count, entry.ClassNames.Distinct().Count());
        });
        // The numbers of images in the paper's table for the releases that did not change.
        Assert.Equal(107180, Total("pathmnist"));
        Assert.Equal(112120, Total("chestmnist"));
        Assert.Equal(5856, Total("pneumoniamnist"));
        Assert.Equal(236386, Total("tissuemnist"));
    }

    [Fact]
    public void AMissingFileSaysWhereToGetItAndWhereToPutIt()
    {
        Refused<DataException>(() => DataSpec.Open("medmnist:tissuemnist?size=224", new DataOptions { Folder = Folder.Path }),
            "tissuemnist_224.npz", Folder.Path, "https://zenodo.org/records/10519652/files/tissuemnist_224.npz?download=1");
    }

    [Fact]
    public void AChangedFileIsRefusedAndWithoutTheCheckStillMustFit()
    {
        var (images, labels) = (NdArray.From(new byte[2 * 28 * 28], 2, 28, 28), NdArray.From(new byte[] { 0, 1 }, 2, 1));
        Npz.Write(PathOf("breastmnist.npz"), Sets.Splits(images, labels));
        var options = new DataOptions { Folder = Folder.Path };
        var message = Refused<DataException>(() => DataSpec.Open("medmnist:breastmnist", options),
            "750601b1f35ba3300ea97c75c52ff8f6").Message;
        message = Assert.Throws<DataException>(
            () => DataSpec.Open("medmnist:breastmnist", options with { VerifyChecksum = false })).Message;
        Assert.Contains("it has 2 × [1,28,28] where 546 × [1,28,28] are expected", message);
    }

    [DataFact, Trait("Length", "Full")]
    public void RealImagesOpen()
    {
        var breast = Open("breastmnist");
        Assert.Equal(([1, 28, 28], 546, 78, 156),
            (breast.ImageShape, breast.Train.Count, breast.Validation.Count, breast.Test.Count));
        Assert.Equal([147, 399], breast.Train.CountByClass());
        Assert.Equal("normal, benign", breast.Labels.NameOf(1));
        Assert.Equal("CC BY 4.0", breast.Licence);

        var pneumonia = Open("pneumoniamnist");
        Assert.Equal((4708, 524, 624), (pneumonia.Train.Count, pneumonia.Validation.Count, pneumonia.Test.Count));
    }

    [DataFact, Trait("Length", "Full")]
    public void RealVolumesOpen()
    {
        var adrenal = Open("adrenalmnist3d");
        Assert.Equal([1, 28, 28, 28], adrenal.ImageShape);
        Assert.Equal((1188, 98, 298), (adrenal.Train.Count, adrenal.Validation.Count, adrenal.Test.Count));
        Assert.Equal([0, 1], Sets.Image(adrenal.Train, 5).Distinct().Order());
    }

    private static DataSplits Open(string name) =>
        DataSpec.Open("medmnist:" + name, new DataOptions { Folder = Golden.DataFolder });

    private static int Total(string flag)
    {
        var entry = MedMnistTable.All.Single(entry => entry.Flag == flag);
        return entry.Train + entry.Validation + entry.Test;
    }
}
