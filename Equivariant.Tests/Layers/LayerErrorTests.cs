namespace Equivariant.Tests.Layers;

/// <summary>Settings that can never work are refused when the layer is made, not with the first batch.</summary>
public class LayerErrorTests
{
    private static readonly Initializer Init = new(new Rng(1));

    public static TheoryData<ConvOptions, string> WrongOptions => new()
    {
        { new() { Stride = 0 }, "stride 0 must be positive" },
        { new() { Stride = [1, -2] }, "stride [1,-2] must be positive" },
        { new() { Dilation = 0 }, "dilation 0 must be positive" },
        { new() { Padding = -1 }, "padding -1 is negative" },
        { new() { Padding = [1, -1] }, "padding [1,-1] is negative" },
        { new() { Padding = Padding.Same, Stride = 2 }, "padding 'same' keeps the size, stride 2 does not" },
        { new() { Groups = 2 }, "2 groups must divide the 3 input" },
        { new() { Groups = 0 }, "0 groups" },
    };

    [Theory, MemberData(nameof(WrongOptions))]
    public void OptionsOutOfRange(ConvOptions options, string message)
    {
        Refused<ArgumentException>(() => new Conv(2, 3, 4, 3, Init, options), "Conv: " + message);
        Refused<ArgumentException>(() => new SreConv(2, 3, 4, 3, Init, options), "SreConv: " + message);
    }

    [Fact]
    public void SettingsForAnotherNumberOfAxes()
    {
        Refused(() => new Conv(2, 3, 4, [3, 3, 3], Init), "kernelSize [3,3,3]", "3 axes");
        Refused(() => new Conv(2, 3, 4, 3, Init, new() { Stride = [1, 1, 2] }), "stride [1,1,2]", "3 axes");
        Refused(() => new SreConv(1, 3, 4, 3, Init, new() { Padding = [1, 1] }), "padding [1,1]", "2 axes");
        Refused<ArgumentException>(() => new Conv(4, 3, 4, 3, Init), "Conv: the rank is 4");
        Refused<ArgumentException>(() => new SreConv(0, 3, 4, 3, Init), "SreConv: the rank is 0");
    }

    [Fact]
    public void KernelsAndWindowsWithoutTaps()
    {
        Refused<ArgumentException>(() => new Conv(2, 3, 4, 0, Init), "Conv: kernelSize 0 must be positive");
        Refused<ArgumentException>(() => new SreConv(2, 3, 4, -3, Init), "SreConv: kernelSize -3 must be positive");
        Refused<ArgumentException>(() => new SreConv(2, 3, 4, [3, 4], Init), "3×4 is even along an axis");
        Refused<ArgumentException>(() => new AvgPool(0), "AvgPool: kernelSize 0 must be positive");
        Refused<ArgumentException>(() => new AvgPool(2, 0), "AvgPool: stride 0 must be positive");
        Refused<ArgumentException>(() => new MaxPool(3, 2, -1), "MaxPool: padding -1 is negative");
    }

    [Fact]
    public void ChannelsThatCannotBe()
    {
        Refused<ArgumentException>(() => new BatchNorm(0, Init), "BatchNorm: channels 0 must be positive");
        Refused<ArgumentException>(() => new InstanceNorm(-1, Init), "InstanceNorm: channels -1 must be positive");
        Refused<ArgumentException>(() => new GroupNorm(3, 4, Init), "GroupNorm: 3 groups");
        Refused<ArgumentException>(() => new Linear(0, 2, Init), "Linear: inFeatures 0 must be positive");
        Refused<ArgumentException>(() => new Linear(2, 0, Init), "Linear: outFeatures 0 must be positive");
        Refused<ArgumentOutOfRangeException>(() => new Dropout(1, Init), "not including, 1");
    }

    [Fact]
    public void CopiesThatCannotBe()
    {
        Refused<ArgumentException>(() => new RotationConv(3, 4, 3, Init), "RotationConv: 3 angles", "2, 4 and 8");
        Refused<ArgumentException>(() => new RotationConv(3, 4, 8, Init, kernelSize: 5), "Turns by 45°", "[5,5]");
        Refused<ArgumentException>(() => new DihedralConv(3, 4, 0, Init), "[0,0]");
        Refused(() => new FlipConv(3, 4, [3, 3, 3], Init), "kernelSize [3,3,3]");
        Refused<ArgumentException>(() => new DihedralConv(3, 5, 3, Init, reduction: OrientationReduction.None,
            count: OrientedCount.HalfParameters), "half the parameters of 5 output channels");
        Refused<ArgumentException>(() => new DihedralConv(3, 4, 3, Init, count: OrientedCount.HalfParameters),
            "set reduction to None, not Max");
        Refused<ArgumentException>(() => new FlipConv(3, 4, 3, Init, options: new() { Groups = 2 }), "FlipConv: 2 groups");
        Refused<ArgumentException>(() => new LiftingConv(SymmetryGroups.C4, 1, 1, [3, 5], Init), "exchanges axes", "[3,5]");
        Refused<ArgumentException>(() => new GroupPool(SymmetryGroups.C4, OrientationReduction.None), "None");
        Refused<ArgumentException>(() => new Branches(), "no branch");
    }

    [Fact]
    public void TransposedConvolutionsAndEnlargementsThatCannotBe()
    {
        Refused<ArgumentException>(() => new ConvTranspose(2, 3, 4, 3, Init, new() { Stride = 2 }, 2),
            "ConvTranspose: outputPadding 2 must be smaller than stride 2");
        Refused<ArgumentException>(() => new ConvTranspose(2, 3, 4, 3, Init, new() { Padding = Padding.Same }),
            "padding same with Zeros cannot be transposed");
        Refused<ArgumentException>(() => new ConvTranspose(2, 3, 4, 3, Init, new() { Groups = 3 }), "ConvTranspose: 3 groups");
        Refused<ArgumentException>(() => new SymmetricConvTranspose(RotatedKernels.Create(4), 3, 4, Init), "4 copies");
        Refused<ArgumentException>(() => new Upsample(0), "Upsample: scaleFactor 0 must be positive");
        Refused<ArgumentException>(() => new Maxout(0), "Maxout: pieces 0 must be positive");
    }
}
