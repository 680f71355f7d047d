namespace Equivariant.Tests.Operators;

/// <summary>What the ops of dense prediction say to shapes that do not fit.</summary>
public class DenseErrorTests
{
    public static TheoryData<int[], int[], ConvOptions, int, string> Misfits => new()
    {
        { [8, 3, 32, 32], [4, 16, 3, 3], new(), 0,
            "ConvTranspose: input [8,3,32,32] has 3 channels, the weight [4,16,3,3] expects 4 (groups 1)." },
        { [8, 4], [4, 16], new(), 0, "input [8,4] has 2 axes" },
        { [8, 4, 9], [4, 16, 3, 3], new(), 0, "input [8,4,9] has 1 spatial axes, the weight [4,16,3,3] has 2" },
        { [8, 4, 9, 9], [4, 2, 3, 3], new() { Groups = 3 }, 0, "groups 3 does not divide" },
        { [8, 4, 9, 9], [4, 2, 3, 3], new() { Stride = 2 }, 2, "outputPadding 2 must be smaller than stride 2" },
        { [8, 4, 9, 9], [4, 2, 3, 3], new() { Stride = 2 }, -1, "outputPadding -1" },
        { [8, 4, 2, 2], [4, 2, 3, 3], new() { Padding = 2 }, 0, "padding 2 leaves nothing of input [8,4,2,2]" },
        { [8, 4, 9, 9], [4, 2, 3, 3], new() { Padding = Padding.Same }, 0, "padding same" },
        { [8, 4, 9, 9], [4, 2, 3, 3], new() { Padding = 1, PaddingMode = PaddingMode.Reflect }, 0, "with Reflect" },
        { [8, 4, 9, 9], [4, 2, 3, 3], new() { Stride = 0 }, 0, "must be positive" },
    };

    [Theory, MemberData(nameof(Misfits))]
    public void MisfitsOfTransposedConvolutionsAreNamed(
        int[] x, int[] weight, ConvOptions options, int outputPadding, string message)
    {
        using var tensor = Tensor.Ones(new Shape(x));
        using var kernel = Tensor.Ones(new Shape(weight));
        Refused(() => Ops.ConvTranspose(tensor, kernel, null, options, outputPadding), message);
    }

    [Fact]
    public void OtherMisfitsAreNamed()
    {
        using var x = Tensor.Ones([2, 3, 4, 4]);
        using var flat = Tensor.Ones([2, 3]);
        using var bias = Tensor.Ones([3]);
        using var weight = Tensor.Ones([3, 5, 2, 2]);
        using var theta = Tensor.Ones([3, 5, 9]);
        using var tables = new IndexTables(RotatedKernels.Create(4));
        using var labels = Tensor.From([0, 1], [2]);
        Refused(() => Ops.ConvTranspose(x, weight, bias), "bias [3] must be [5]");
        Refused(() => Ops.SymmetricConvTranspose(x, theta, null, tables), "4 oriented copies");
        Refused(() => Ops.Upsample(flat, 2), "input [2,3]");
        Refused(() => Ops.Upsample(x, 0), "scaleFactor 0");
        Refused(() => Ops.Upsample(x, [1, 2, 3]), "scaleFactor [1,2,3]");
        Refused(() => Ops.Resize(x, [4, -1]), "size [4,-1]");
        Refused(() => Ops.BinaryDiceLoss(x, flat), "[2,3]", "[2,3,4,4]");
        Refused(() => Ops.DiceLoss(x, labels), "[2]", "[2,3,4,4]");
    }
}
