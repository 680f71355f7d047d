namespace Equivariant.Tests.Operators;

/// <summary>What convolutions and matrix products say to shapes that do not fit.</summary>
public class ConvErrorTests
{
    [Fact]
    public void MisfitsOfConvolutionsAreNamed()
    {
        Misfit([8, 3, 32, 32], [16, 4, 3, 3], new(),
            "Conv: input [8,3,32,32] has 3 channels, the weight [16,4,3,3] expects 4 (groups 1).");
        Misfit([8, 4, 32, 32], [16, 4, 3, 3], new() { Groups = 2 }, "expects 8 (groups 2)");
        Misfit([8, 4, 32, 32], [15, 2, 3, 3], new() { Groups = 2 }, "15 output channels, which groups 2 does not divide");
        Misfit([8, 4, 32, 32], [16, 4, 3, 3], new() { Groups = 0 }, "groups 0");
        Misfit([8, 4], [16, 4], new(), "input [8,4] has 2 axes");
        Misfit([8, 4, 32, 32], [16, 4, 3], new(), "input [8,4,32,32] has 2 spatial axes, the weight [16,4,3] has 1");
        Misfit([8, 4, 4, 9], [16, 4, 5, 5], new(),
            "input [8,4,4,9] with padding 0 is smaller than the window [5,5] with dilation 1");
        Misfit([8, 4, 9], [16, 4, 5], new() { Dilation = 3, Padding = 1 }, "[5] with dilation 3");
        Misfit([8, 4, 9, 9], [16, 4, 3, 3], new() { Stride = 0 }, "must be positive");
        Misfit([8, 4, 9, 9], [16, 4, 3, 3], new() { Stride = [1, 2, 3] },
            "Conv: stride [1,2,3] is given for 3 axes, the input has 2");
        Misfit([8, 4, 9, 9], [16, 4, 3, 3], new() { Padding = -1 }, "padding -1 is negative");
        Misfit([8, 4, 9, 9], [16, 4, 3, 3], new() { Padding = Padding.Same, Stride = 2 },
            "padding 'same' keeps the size, stride [2,2] does not");
        Misfit([8, 4, 9, 9], [16, 4, 0, 3], new(), "no taps");
        Refused(() => Ops.Conv(Ones([2, 3, 4, 4]), Ones([5, 3, 1, 1]), Ones([3])), "bias [3] must be [5]");

        static void Misfit(Shape x, Shape weight, ConvOptions options, string message) =>
            Refused(() => Ops.Conv(Ones(x), Ones(weight), null, options), message);
    }

    [Fact]
    public void MisfitsOfTransposedConvolutionsAreNamed()
    {
        Misfit([8, 3, 32, 32], [4, 16, 3, 3], new(), 0,
            "ConvTranspose: input [8,3,32,32] has 3 channels, the weight [4,16,3,3] expects 4 (groups 1).");
        Misfit([8, 4], [4, 16], new(), 0, "input [8,4] has 2 axes");
        Misfit([8, 4, 9], [4, 16, 3, 3], new(), 0, "input [8,4,9] has 1 spatial axes, the weight [4,16,3,3] has 2");
        Misfit([8, 4, 9, 9], [4, 2, 3, 3], new() { Groups = 3 }, 0, "groups 3 does not divide");
        Misfit([8, 4, 9, 9], [4, 2, 3, 3], new() { Stride = 2 }, 2, "outputPadding 2 must be smaller than stride 2");
        Misfit([8, 4, 9, 9], [4, 2, 3, 3], new() { Stride = 2 }, -1, "outputPadding -1");
        Misfit([8, 4, 2, 2], [4, 2, 3, 3], new() { Padding = 2 }, 0, "padding 2 leaves nothing of input [8,4,2,2]");
        Misfit([8, 4, 9, 9], [4, 2, 3, 3], new() { Padding = Padding.Same }, 0, "padding same");
        Misfit([8, 4, 9, 9], [4, 2, 3, 3], new() { Padding = 1, PaddingMode = PaddingMode.Reflect }, 0, "with Reflect");
        Misfit([8, 4, 9, 9], [4, 2, 3, 3], new() { Stride = 0 }, 0, "must be positive");
        Refused(() => Ops.ConvTranspose(Ones([2, 3, 4, 4]), Ones([3, 5, 2, 2]), Ones([3])), "bias [3] must be [5]");
        using var copies = new IndexTables(RotatedKernels.Create(4));
        Refused(() => Ops.SymmetricConvTranspose(Ones([2, 3, 4, 4]), Ones([3, 5, 9]), null, copies), "4 oriented copies");

        static void Misfit(Shape x, Shape weight, ConvOptions options, int outputPadding, string message) =>
            Refused(() => Ops.ConvTranspose(Ones(x), Ones(weight), null, options, outputPadding), message);
    }

    [Fact]
    public void MisfitsOfSymmetricConvolutionsAreNamed()
    {
        using var turned = new IndexTables(RotatedKernels.Create(4));
        Misfit([1, 3, 8, 8], [4, 3, 8], "[4,3,8]", "[outputs, inputs / groups, 9]");
        Misfit([1, 3, 8, 8], [4, 3, 3, 3], "[4,3,3,3]", "[outputs, inputs / groups, 9]");
        Misfit([8, 3, 32, 32], [4, 4, 9],
            "SymmetricConv: input [8,3,32,32] has 3 channels, the weight [4,4,3,3] expects 4 (groups 1)");
        Misfit([1, 3, 4, 8, 8], [4, 3, 9], "[1,3,4,8,8] has 3 spatial axes");
        Misfit([1, 3, 2, 8], [4, 3, 9], "[1,3,2,8]", "smaller than the window [3,3]");
        Refused(() => Ops.SymmetricConv(Ones([1, 3, 8, 8]), Ones([4, 3, 9]), Ones([16]), turned), "bias [16] must be [4]");
        string[] names = [.. Enumerable.Range(0, 257).Select(copy => $"{copy}")];
        using var many = new IndexTables(new KernelIndexMap([1], 1, new int[257], names));
        Refused(() => Ops.SymmetricConv(Ones([1, 1, 4]), Ones([1, 1, 1]), null, many, null, OrientationReduction.Max),
            "at most 256 copies");

        void Misfit(Shape x, Shape theta, params string[] parts) =>
            Refused(() => Ops.SymmetricConv(Ones(x), Ones(theta), null, turned), parts);
    }

    [Fact]
    public void MisfitsOfGroupConvolutionsAreNamed()
    {
        using var quarters = new GroupTables(SymmetryGroups.C4, [3, 3]);
        Refused(() => Ops.GroupConv(Ones([1, 8, 6, 6]), Ones([3, 2, 9]), null, quarters),
            "GroupConv", "[3,2,9]", "[outputs, inputs / groups, 36]");
        Refused(() => Ops.GroupConv(Ones([1, 8, 6, 6]), Ones([3, 2, 36]), Ones([12]), quarters), "bias [12] must be [3]");
        Refused(() => Ops.GroupConv(Ones([1, 2, 6, 6]), Ones([3, 2, 36]), null, quarters),
            "[1,2,6,6] has 2 channels", "expects 8");
    }

    [Fact]
    public void MatricesThatDoNotFitAreNamed()
    {
        Refused(() => Ops.MatMul(Ones([2, 3]), Ones([4, 5])), "[2,3] has 3 columns, [4,5] has 4 rows");
        Refused(() => Ops.MatMul(Ones([2, 3]), Ones([3])), "[3]");
        Refused(() => Ops.Linear(Ones([2, 3]), Ones([4, 5])), "input [2,3] must end with the 5 inputs of the weight [4,5]");
        Refused(() => Ops.Linear(Ones([2, 3]), Ones([4, 3]), Ones([3])), "bias [3] must be [4]");
    }

    private static Tensor Ones(Shape shape) => Tensor.Ones(shape);
}
