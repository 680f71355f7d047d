namespace Equivariant.Tests.Data.Dense;

public class CremiSubmissionTests : FolderTests
{
    private static readonly string Volume = Golden.PathOf("formats/valid/hdf5/cremi_gzip_shuffle_latest.h5");

    private static readonly int[] Objects = [.. Enumerable.Range(0, 2 * 20 * 27).Select(i => i * i % 1009)];

    [Theory]
    [InlineData("labels=none&test=0-1", new double[0])]
    [InlineData("labels=none&test=2-3", new double[] { 80, 0, 0 })]
    // Its labels begin with the second section.
    [InlineData("train=0&test=1-2", new double[] { 80, 0, 0 })]
    public void ObjectsAreReadBackAtTheirPlace(string sections, double[] offset)
    {
        var path = PathOf("neuron_ids.hdf");
        File.WriteAllText(path, "earlier");
        DataSpec.OpenDense($"cremi:{Volume}?{sections}").Test.Submission!.Write(path, Objects);
        Assert.Equal(1, Folder.Count);
        using var file = Hdf5File.Open(path);
        var ids = file.Dataset("volumes/labels/neuron_ids");
        Assert.Equal("uint64 [2, 20, 27]", ids.Read().ToString());
        Assert.Equal(Objects, ids.Read().ToInt32());
        Assert.Equal(Objects[540..], ids.ReadSections(1, 1).ToInt32());
        Assert.Equal([40, 4, 4], ids.Attributes.Numbers("resolution")!.ToDouble());
        Assert.Equal(offset, ids.Attributes.Numbers("offset")?.ToDouble() ?? []);
        Assert.Equal(["0.2"], file.AttributesOf("").Texts("file_format")!);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedAndNothingWritten()
    {
        void Refused(string sections, string reason) => Refused<DataException>(
            () => DataSpec.OpenDense($"cremi:{Volume}?{sections}").Test.Submission!.Write(PathOf("a.hdf"), Objects), reason);
        Refused("labels=none&test=0,2", "section 2 follows on 0");
        Refused("labels=none&test=0-2", "1080 voxels of objects do not fill the volume (3, 20, 27)");
        Assert.Equal(0, Folder.Count);
    }

    [Fact]
    public void AllSectionsMayBeTakenWhereNoneTrains()
    {
        var data = DataSpec.OpenDense($"cremi:{Volume}?labels=none&test=0-3");
        Assert.Equal((4, (4, 20, 27)), (data.Test.Count, data.Test.Submission!.Extents));
        Refused<DataException>(() => DataSpec.OpenDense($"cremi:{Volume}?test=0-2"), "left to train");
    }
}
