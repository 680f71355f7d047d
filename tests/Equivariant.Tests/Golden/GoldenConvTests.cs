using System.Text.Json;
using Equivariant.Autograd;
using Equivariant.Cpu;
using Equivariant.Tests.Support;

namespace Equivariant.Tests.GoldenData;

/// <summary>Convolutions and linear layers against PyTorch: forward and all gradients, in both precisions,
/// plain and tuned.</summary>
public class GoldenConvTests
{
    private static readonly string[] Names = ["conv1d", "conv2d", "conv3d", "linear"];

    public static TheoryData<string> CaseNames => Golden.Folder is null
        ? ["absent"]
        : [.. Golden.Cases("ops.json").Where(c => Names.Contains(c.Op())).Select(c => c.Name())];

    [GoldenTheory, MemberData(nameof(CaseNames))]
    public void AgreesWithPyTorch(string name)
    {
        var testCase = Golden.Cases("ops.json").Single(c => c.Name() == name);
        using var plain = new CpuDevice(tuned: false);
        using var tuned = new CpuDevice();
        Check(testCase, DType.Float64, plain);
        Check(testCase, DType.Float32, plain);
        Check(testCase, DType.Float32, tuned);
    }

    private static void Check(JsonElement testCase, DType dtype, Device device)
    {
        var arrays = GoldenArrays.Of("ops.npz");
        var name = testCase.Name();
        Tensor? Input(string array) => arrays.Has(name, array)
            ? Tensor.FromDoubles(arrays[name, array].ToDoubles(), new Shape(arrays[name, array].Shape), dtype, device) : null;

        var (x, weight, bias) = (Input("x")!.WithGrad(), Input("weight")!.WithGrad(), Input("bias")?.WithGrad());
        using var tape = Tape.Record();
        var y = testCase.Op() == "linear"
            ? Equivariant.Ops.Linear(x, weight, bias)
            : Equivariant.Ops.Conv(x, weight, bias, Options(testCase));
        tape.Backward(y, Input("gy"));
        Close("y", y);
        Close("dx", x.Grad!);
        Close("dweight", weight.Grad!);
        if (bias is not null)
            Close("dbias", bias.Grad!);

        void Close(string array, Tensor actual)
        {
            var expected = arrays[name, array].ToDoubles();
            Assert.Equal(arrays[name, array].Shape, actual.Shape.ToArray());
            var tolerance = 1e-5 * (1 + expected.Max(Math.Abs));
            var worst = expected.Zip(actual.ToDoubles(), (e, a) => Math.Abs(e - a)).Max();
            Assert.True(worst <= tolerance, $"{name}/{array} in {dtype}: differs by {worst}, allowed {tolerance}");
        }
    }

    private static ConvOptions Options(JsonElement testCase) => new()
    {
        Stride = PerAxis.Create(testCase.Attribute("stride").Ints()),
        Padding = testCase.Attribute("padding").ValueKind == JsonValueKind.String
            ? Padding.Same : Padding.Create(testCase.Attribute("padding").Ints()),
        Dilation = PerAxis.Create(testCase.Attribute("dilation").Ints()),
        Groups = testCase.Attribute("groups").GetInt32(),
        PaddingMode = Enum.Parse<PaddingMode>(testCase.Attribute("padding_mode").GetString()!, ignoreCase: true),
    };
}
