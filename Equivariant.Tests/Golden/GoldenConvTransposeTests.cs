using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Transposed convolutions against PyTorch: values and all gradients.</summary>
public class GoldenConvTransposeTests
{
    public static TheoryData<string> Cases => GoldenOps.Names("conv_transpose");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) => Ops.ConvTranspose(
        inputs["x"]!, inputs["weight"]!, inputs["bias"], Options(testCase),
        PerAxis.Create(testCase.Attribute("output_padding").Ints())));

    /// <summary>The settings of a transposed convolution, of any index.</summary>
    internal static ConvOptions Options(JsonElement testCase) => new()
    {
        Stride = PerAxis.Create(testCase.Attribute("stride").Ints()),
        Padding = Padding.Create(testCase.Attribute("padding").Ints()),
        Dilation = PerAxis.Create(testCase.Attribute("dilation").Ints()),
        Groups = testCase.Attribute("groups").GetInt32(),
    };
}
