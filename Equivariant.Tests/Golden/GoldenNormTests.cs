using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Normalisation against PyTorch: values, gradients and running statistics, in both precisions,
/// tuned and plain.</summary>
public class GoldenNormTests
{
    public static TheoryData<string> Cases => GoldenOps.Names("batch_norm", "group_norm", "instance_norm", "layer_norm");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) =>
    {
        var eps = testCase.Attribute("eps").GetDouble();
        var (x, weight, bias) = (inputs["x"]!, inputs["weight"], inputs["bias"]);
        return testCase.Op() switch
        {
            "group_norm" => Ops.GroupNorm(x, testCase.Attribute("groups").GetInt32(), weight, bias, eps),
            "instance_norm" => Ops.InstanceNorm(x, weight, bias, eps),
            "layer_norm" =>
                Ops.LayerNorm(x, new Shape(testCase.Attribute("normalized_shape").Ints()), weight, bias, eps),
            _ => BatchNorm(testCase, inputs, eps),
        };
    });

    private static Tensor BatchNorm(JsonElement testCase, GoldenInputs inputs, double eps)
    {
        var (mean, variance) = (inputs["running_mean"]!, inputs["running_var"]!);
        var y = Ops.BatchNorm(inputs["x"]!, inputs["weight"], inputs["bias"], mean, variance,
            testCase.Attribute("training").GetBoolean(), testCase.Attribute("momentum").GetDouble(), eps);
        if (testCase.Attribute("training").GetBoolean())
        {
            GoldenOps.Close(testCase.Name(), "running_mean_after", mean);
            GoldenOps.Close(testCase.Name(), "running_var_after", variance);
        }
        return y;
    }
}
