using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Convolutions and linear layers against PyTorch: values and all gradients.</summary>
public class GoldenConvTests
{
    public static TheoryData<string> Cases => GoldenOps.Names("conv1d", "conv2d", "conv3d", "linear");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) =>
    {
        var (x, weight, bias) = (inputs["x"]!, inputs["weight"]!, inputs["bias"]);
        return testCase.Op() == "linear"
            ? Ops.Linear(x, weight, bias)
            : Ops.Conv(x, weight, bias, Options(testCase));
    });

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
