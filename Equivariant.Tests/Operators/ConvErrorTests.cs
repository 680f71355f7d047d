namespace Equivariant.Tests.Operators;

/// <summary>What a convolution, a matrix product or a linear layer says to shapes that do not fit.</summary>
public class ConvErrorTests
{
    public static TheoryData<int[], int[], ConvOptions, string> Misfits => new()
    {
        { [8, 3, 32, 32], [16, 4, 3, 3], new(),
            "Conv: input [8,3,32,32] has 3 channels, the weight [16,4,3,3] expects 4 (groups 1)." },
        { [8, 4, 32, 32], [16, 4, 3, 3], new() { Groups = 2 }, "expects 8 (groups 2)" },
        { [8, 4, 32, 32], [15, 2, 3, 3], new() { Groups = 2 }, "15 output channels, which groups 2 does not divide" },
        { [8, 4, 32, 32], [16, 4, 3, 3], new() { Groups = 0 }, "groups 0" },
        { [8, 4], [16, 4], new(), "input [8,4] has 2 axes" },
        { [8, 4, 32, 32], [16, 4, 3], new(), "input [8,4,32,32] has 2 spatial axes, the weight [16,4,3] has 1" },
        { [8, 4, 4, 9], [16, 4, 5, 5], new(), "input [8,4,4,9] with padding 0 is smaller than the window [5,5] with dilation 1" },
        { [8, 4, 9], [16, 4, 5], new() { Dilation = 3, Padding = 1 }, "[5] with dilation 3" },
        { [8, 4, 9, 9], [16, 4, 3, 3], new() { Stride = 0 }, "must be positive" },
        { [8, 4, 9, 9], [16, 4, 3, 3], new() { Stride = [1, 2, 3] },
            "Conv: stride [1,2,3] is given for 3 axes, the input has 2" },
        { [8, 4, 9, 9], [16, 4, 3, 3], new() { Padding = -1 }, "padding -1 is negative" },
        { [8, 4, 9, 9], [16, 4, 3, 3], new() { Padding = Padding.Same, Stride = 2 },
            "padding 'same' keeps the size, stride [2,2] does not" },
        { [8, 4, 9, 9], [16, 4, 0, 3], new(), "no taps" },
    };

    [Theory, MemberData(nameof(Misfits))]
    public void MisfitsAreNamedWithTheirShapes(int[] x, int[] weight, ConvOptions options, string message)
    {
        using var tensor = Tensor.Ones(new Shape(x));
        using var kernel = Tensor.Ones(new Shape(weight));
        Refused(() => Ops.Conv(tensor, kernel, null, options), message);
    }

    [Fact]
    public void ABiasOfAnotherLengthIsNamed()
    {
        using var x = Tensor.Ones([2, 3, 4, 4]);
        using var weight = Tensor.Ones([5, 3, 1, 1]);
        using var bias = Tensor.Ones([3]);
        Refused(() => Ops.Conv(x, weight, bias), "bias [3] must be [5]");
    }

    [Fact]
    public void MatricesThatDoNotFitAreNamed()
    {
        using var a = Tensor.Ones([2, 3]);
        using var b = Tensor.Ones([4, 5]);
        using var vector = Tensor.Ones([3]);
        Refused(() => Ops.MatMul(a, b), "[2,3] has 3 columns, [4,5] has 4 rows");
        Refused(() => Ops.MatMul(a, vector), "[3]");
        Refused(() => Ops.Linear(a, b), "input [2,3] must end with the 5 inputs of the weight [4,5]");
        using var weight = Tensor.Ones([4, 3]);
        Refused(() => Ops.Linear(a, weight, vector), "bias [3] must be [4]");
    }
}
