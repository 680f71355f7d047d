namespace Equivariant.Tests.GoldenData;


/// <summary>Activations and arithmetic against PyTorch.</summary>
public class GoldenElementwiseTests
{
    public static TheoryData<string> Cases => GoldenOps.Names("relu", "leaky_relu", "gelu_erf", "gelu_tanh", "sigmoid", "tanh",
        "elu", "silu", "softplus", "add_relu", "mul", "x*x+3x");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) => testCase.Op() switch
    {
        "relu" => Ops.Relu(inputs["x"]!),
        "leaky_relu" => Ops.LeakyRelu(inputs["x"]!, testCase.Attribute("slope").GetDouble()),
        "gelu_erf" => Ops.Gelu(inputs["x"]!),
        "gelu_tanh" => Ops.Gelu(inputs["x"]!, tanh: true),
        "sigmoid" => Ops.Sigmoid(inputs["x"]!),
        "tanh" => Ops.Tanh(inputs["x"]!),
        "elu" => Ops.Elu(inputs["x"]!, testCase.Attribute("alpha").GetDouble()),
        "silu" => Ops.Silu(inputs["x"]!),
        "softplus" => Ops.Softplus(inputs["x"]!),
        "add_relu" => Ops.Relu(inputs["a"]! + inputs["b"]!),
        "mul" => inputs["a"]! * inputs["b"]!,
        "x*x+3x" => (inputs["x"]! * inputs["x"]!) + (inputs["x"]! * 3),
        var op => throw new InvalidOperationException($"no test for {op}"),
    });
}
