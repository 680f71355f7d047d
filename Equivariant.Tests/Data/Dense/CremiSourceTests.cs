using Equivariant.Metrics;

namespace Equivariant.Tests.Data.Dense;

/// <summary>On a small file of CREMI's layout that h5py wrote; its labels are at an offset of one section, four rows, two
/// columns.</summary>
public class CremiSourceTests
{
    private static readonly string Latest = Fixture("cremi_gzip_shuffle_latest.h5");

    [Theory]
    [InlineData("cremi_gzip_shuffle_latest.h5")]
    [InlineData("cremi_gzip_earliest.h5")]
    public void SectionsAndTheirBoundariesFollowFromTheVolumes(string name)
    {
        using var file = Hdf5File.Open(Fixture(name));
        var raw = file.Dataset("volumes/raw").Read();
        var ids = file.Dataset("volumes/labels/neuron_ids").Read().As<ulong>();
        Assert.Equal([4, 20, 27], raw.Shape.ToArray());
        var data = DataSpec.OpenDense($"cremi:{Fixture(name)}?width=2&train=0&test=1,2");
        Assert.Equal((40, 4, 4), data.Resolution);
        Assert.Equal(1, data.Train.Count);
        var image = data.Test.Load(1);
        Assert.Equal((20, 27), (image.Height, image.Width));
        // The third section with labels is the fourth of the volume and the third of the labels.
        Assert.Equal(raw.ToSingle().AsSpan(3 * 540, 540).ToArray().Select(value => value / 255), image.Pixels);
        var border = BorderMask.Of(ids.Slice(2 * 540, 540), 1, 20, 27, 2);
        for (var i = 0; i < 540; i++)
        {
            var (y, x) = (i / 27, i % 27);
            var expected = y < 4 || x < 2 ? DenseImage.Ignored : border[((y - 4) * 27) + x - 2] ? (byte)1 : (byte)0;
            Assert.Equal(expected, image.Labels[i]);
        }
        Assert.Equal(image.Labels, DataSpec.OpenDense($"cremi:{Fixture(name)}?width=8nm&train=0&test=1,2").Test.Load(1).Labels);
    }

    [Fact]
    public void WithoutLabelsEverySectionIsThere()
    {
        var data = DataSpec.OpenDense($"cremi:{Latest}?labels=none");
        Assert.Equal((3, 1), (data.Train.Count, data.Test.Count));
        Assert.All(data.Test.Load(0).Labels, label => Assert.Equal(DenseImage.Ignored, label));
    }

    [Theory]
    [InlineData("width=-1", "width")]
    [InlineData("width=wide", "width")]
    [InlineData("labels=all", "labels")]
    [InlineData("boundary=dark", "no option")]
    public void OptionsAreChecked(string option, string named) =>
        Refused<DataException>(() => DataSpec.OpenDense($"cremi:{Latest}?{option}"), named);

    [Fact]
    public void FilesThatAreNoVolumesAreRefused()
    {
        Refused<DataException>(() => DataSpec.OpenDense($"cremi:{Fixture("misc_latest.h5")}"), "volumes/raw");
        Refused<DataException>(
            () => DataSpec.OpenDense($"cremi:{Golden.PathOf("formats/valid/safetensors/types.safetensors")}"), "no HDF5");
        Refused<DataException>(() => DataSpec.OpenDense("cremi:/nowhere.hdf"), "no such file");
    }

    private static string Fixture(string file) => Golden.PathOf($"formats/valid/hdf5/{file}");
}
