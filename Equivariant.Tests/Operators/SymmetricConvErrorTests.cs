namespace Equivariant.Tests.Operators;

public class SymmetricConvErrorTests
{
    private static readonly IndexTables Turned = new(RotatedKernels.Create(4));

    [Fact]
    public void AnotherNumberOfParametersIsRefused() =>
        Refused(() => Ops.SymmetricConv(Zeros([1, 3, 8, 8]), Zeros([4, 3, 8]), null, Turned),
            "[4,3,8]", "[outputs, inputs / groups, 9]");

    [Fact]
    public void ADenseWeightIsRefused() =>
        Refused(() => Ops.SymmetricConv(Zeros([1, 3, 8, 8]), Zeros([4, 3, 3, 3]), null, Turned),
            "[4,3,3,3]", "[outputs, inputs / groups, 9]");

    [Fact]
    public void ChannelsThatDoNotFitAreRefused() =>
        Refused(() => Ops.SymmetricConv(Zeros([8, 3, 32, 32]), Zeros([4, 4, 9]), null, Turned),
            "SymmetricConv: input [8,3,32,32] has 3 channels, the weight [4,4,3,3] expects 4 (groups 1)");

    [Fact]
    public void AVolumeForAnImageKernelIsRefused() =>
        Refused(() => Ops.SymmetricConv(Zeros([1, 3, 4, 8, 8]), Zeros([4, 3, 9]), null, Turned),
            "[1,3,4,8,8] has 3 spatial axes");

    [Fact]
    public void ABiasForEveryCopyIsRefused() =>
        Refused(() => Ops.SymmetricConv(Zeros([1, 3, 8, 8]), Zeros([4, 3, 9]), Zeros([16]), Turned),
            "bias [16] must be [4]");

    [Fact]
    public void AnImageSmallerThanTheKernelIsRefused() =>
        Refused(() => Ops.SymmetricConv(Zeros([1, 3, 2, 8]), Zeros([4, 3, 9]), null, Turned),
            "[1,3,2,8]", "smaller than the window [3,3]");

    [Fact]
    public void MoreCopiesThanAByteCanNameAreRefused()
    {
        string[] names = [.. Enumerable.Range(0, 257).Select(copy => $"{copy}")];
        using var many = new IndexTables(new KernelIndexMap([1], 1, new int[257], names));
        Refused(
            () => Ops.SymmetricConv(Zeros([1, 1, 4]), Zeros([1, 1, 1]), null, many, null, OrientationReduction.Max),
            "at most 256 copies");
    }

    private static Tensor Zeros(Shape shape) => Tensor.Zeros(shape);
}
