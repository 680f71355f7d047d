namespace Equivariant.Tests.Operators;

public class GroupConvErrorTests
{
    private static readonly GroupTables Quarters = new(SymmetryGroups.C4, [3, 3]);

    [Fact]
    public void AnotherNumberOfWeightsIsRefused() =>
        Refused(() => Ops.GroupConv(Zeros([1, 8, 6, 6]), Zeros([3, 2, 9]), null, Quarters),
            "GroupConv", "[3,2,9]", "[outputs, inputs / groups, 36]");

    [Fact]
    public void ABiasForEveryOrientationIsRefused() =>
        Refused(() => Ops.GroupConv(Zeros([1, 8, 6, 6]), Zeros([3, 2, 36]), Zeros([12]), Quarters),
            "bias [12] must be [3]");

    [Fact]
    public void AnImageThatWasNotLiftedIsRefused() =>
        Refused(() => Ops.GroupConv(Zeros([1, 2, 6, 6]), Zeros([3, 2, 36]), null, Quarters),
            "[1,2,6,6] has 2 channels", "expects 8");

    private static Tensor Zeros(Shape shape) => Tensor.Zeros(shape);
}
