using System.Text.Json;

namespace Equivariant.Tests.GoldenData;


/// <summary>Losses and the softmax they are made of against PyTorch.</summary>
public class GoldenLossTests
{
    public static TheoryData<string> Cases =>
        GoldenOps.Names("softmax", "log_softmax", "cross_entropy", "bce_with_logits", "mse", "l1", "nll_loss",
            "dice");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name) => GoldenOps.Check(name, (testCase, inputs) =>
    {
        var (x, target) = (inputs["x"]!, inputs["target"]);
        return testCase.Op() switch
        {
            "cross_entropy" => Ops.CrossEntropy(x, target!, inputs["class_weight"],
                testCase.Attribute("label_smoothing").GetDouble(),
                testCase.Attribute("ignore_index") is { ValueKind: JsonValueKind.Number } ignored ? ignored.GetInt32() : null,
                ReductionOf(testCase)),
            "bce_with_logits" => Ops.BceWithLogits(x, target!, inputs["weight"], inputs["pos_weight"], ReductionOf(testCase)),
            "mse" => Ops.MseLoss(x, target!, ReductionOf(testCase)),
            "l1" => Ops.L1Loss(x, target!, ReductionOf(testCase)),
            "nll_loss" => Ops.NllLoss(Ops.LogSoftmax(x, 1), target!, reduction: ReductionOf(testCase)),
            "dice_binary" => Ops.BinaryDiceLoss(x, target!, testCase.Attribute("smooth").GetDouble(),
                testCase.Attribute("per_sample").GetBoolean()),
            "dice_multiclass" => Ops.DiceLoss(x, target!, testCase.Attribute("smooth").GetDouble()),
            var softmax when softmax.StartsWith("log_") => Ops.LogSoftmax(x, testCase.Attribute("dim").GetInt32()),
            var softmax when softmax.StartsWith("softmax") => Ops.Softmax(x, testCase.Attribute("dim").GetInt32()),
            var op => throw new InvalidOperationException($"no test for {op}"),
        };
    });

    private static Reduction ReductionOf(JsonElement testCase) =>
        Enum.Parse<Reduction>(testCase.Attribute("reduction").GetString()!, ignoreCase: true);
}
