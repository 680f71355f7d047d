namespace Equivariant.Tests.Networks;

/// <summary>What the layers declare and the size rule says is what is measured, also where it says that something breaks.</summary>
public class DeclarationTests
{
    private const string Turns = "rot90 rot180 rot270";

    /// <summary>Network, convolution (null for the network's own), edge, and the elements that are kept: all, those named, or
    /// "some", where it matters only that not all are.</summary>
    public static TheoryData<string, string?, int, string> Images => new()
    {
        { "small-cnn", "sre", 16, "all" }, { "small-cnn", "sre", 18, "some" }, { "small-cnn", "gmr", 16, "all" },
        { "small-cnn", "gmr", 18, "some" }, { "small-cnn", "plain", 16, "" },
        { "sre-resnet18", "sre", 16, "all" }, { "sre-resnet18", "sre", 14, "some" },
        { "vgg11", "sre", 16, "all" }, { "vgg11", "d4", 16, "all" }, { "vgg11", "sre", 24, "some" },
        { "resnet18", "sre", 17, "all" }, { "resnet18", "sre", 16, "some" }, { "resnet18", "plain", 17, "" },
        { "unet", "sre", 16, "all" }, { "unet", "d4", 16, "all" }, { "unet", "d4", 24, "all" }, { "unet", "rot4", 16, Turns },
        { "unet", "plain", 16, "" },
        // Group convolutions, and Mo and Zhao's: invariant under their group and no more.
        { "small-cnn", "p4", 16, Turns }, { "small-cnn", "p4m", 16, "all" }, { "resnet18", "p4", 17, Turns },
        { "resnet18", "p4m", 17, "all" }, { "resnet50", "p4", 17, Turns }, { "sre-resnet18", "p4m", 16, "all" },
        { "unet", "p4", 16, Turns }, { "unet", "p4m", 16, "all" }, { "small-cnn", "ric", 16, Turns },
        // Any network on four views becomes invariant under turns, at sizes its steps do not fit.
        { "cyclic-small-cnn", null, 14, Turns },
        // The paper's model keeps nothing.
        { "inception-fcn", null, 32, "" }, { "inception-fcn-paper", null, 32, "" }, { "inception-fcn-exact", null, 32, "all" },
        { "inception-fcn", "d4", 32, "all" }, { "inception-fcn", "sre", 32, "all" }, { "inception-fcn", "rot4", 32, Turns },
        { "inception-fcn-paper", "d4", 32, "" }, { "inception-fcn", "flip-h", 32, "flipH" },
        { "fcn", null, 32, "" }, { "fcn", "d4", 32, "all" }, { "fcn", "p4", 32, Turns }, { "fcn", "p4m", 32, "all" },
        { "deconvnet", null, 32, "" }, { "deconvnet", "d4", 32, "all" }, { "deconvnet", "p4", 32, Turns },
        { "deconvnet", "p4m", 32, "all" }, { "deconvnet", "rot4", 32, Turns },
    };

    [Theory, MemberData(nameof(Images))]
    public void OfImages(string name, string? conv, int size, string kept)
    {
        var isDense = NetworkKind.Parse(name).IsDense;
        var kernels = isDense || conv is not ("p4" or "p4m" or "ric") ? null : new[] { 3 };
        Check(new() { Name = name, Conv = conv, Width = isDense ? 4 : 8, KernelSizes = kernels, Classes = 4 },
            [2, 1, size, size], kept);
    }

    /// <summary>Under all 48 symmetries of the cube, at sizes that halve; not at others, and not with plain kernels.</summary>
    [Theory]
    [InlineData("small-cnn", "sre", 8, "all")]
    [InlineData("sre-r3d18", "sre", 16, "all")]
    [InlineData("sre-r3d18", "sre", 14, "some")]
    [InlineData("sre-r3d18", "gmr", 16, "all")]
    [InlineData("sre-r3d18", "plain", 16, "")]
    [InlineData("r3d18", "sre", 16, "some")]
    [InlineData("resnet18", "sre", 17, "all")]
    [InlineData("resnet18", "sre", 14, "some")]
    public void OfVolumes(string name, string conv, int size, string kept) => Check(
        new() { Name = name, Conv = conv, Width = 4, KernelSizes = [3], Classes = 4, Rank = 3 }, [1, 1, size, size, size], kept);

    [Fact, Trait("Length", "Full")]
    public void CopiesUnderAllOfTheCubeAreExact() => OfVolumes("sre-r3d18", "cube48", 16, "all");

    private static void Check(ModelConfig config, Shape input, string kept)
    {
        using var network = config.Create(new(new Rng(1)));
        var report = ExactnessReport.Of(network, input);
        var errors = EquivarianceError.Measure(network, input, new Rng(2));
        Assert.Equal(input.Rank == 4 ? 7 : 47, errors.Count);
        Assert.Equal(kept == "all", report.Exact);
        var declared = report.Elements.Where(entry => entry.Kept).Select(entry => entry.Element.Name).ToHashSet();
        Assert.All(errors.Where(error => declared.Contains(error.Key)), error => Assert.InRange(error.Value, 0, 1e-4));
        var visible = config.Name == "unet" ? 1e-2 : kept == "some" || config.Conv == "plain" ? 1e-3 : 1e-4;
        if (kept != "all")
            Assert.Contains(errors.Values, error => error > visible);
        if (kept is "all" or "some")
            return;
        var expected = kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order();
        Assert.Equal(expected, errors.Keys.Where(declared.Contains).Order());
        Assert.All(errors.Where(error => !declared.Contains(error.Key)), error => Assert.True(error.Value >= 1e-4, error.Key));
    }
}
