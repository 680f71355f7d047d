using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Every case of <c>ops.json</c> against PyTorch: values, gradients and running statistics, in both precisions, tuned
/// and plain. Values that are only copied, and maxima, must be the very numbers.</summary>
public class GoldenOpTests
{
    public static TheoryData<string> Cases => Golden.Names("ops.json");

    [Theory, MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(string name)
    {
        var op = Golden.Case("ops.json", name).Op();
        GoldenOps.Check(name, Run, exact: op is "concat" or "pad" or "maxout" || op.Contains("max_pool"));
    }

    private static Tensor Run(JsonElement testCase, GoldenInputs inputs)
    {
        var op = testCase.Op();
        return op.Contains("_pool") ? Pool(testCase, inputs["x"]!)
            : op.EndsWith("_norm") ? Norm(testCase, inputs)
            : op.Contains("conv") ? Conv(testCase, inputs)
            : inputs["target"] is not null ? Loss(testCase, inputs)
            : Elementwise(testCase, inputs) ?? Other(testCase, inputs);
    }

    private static Tensor Conv(JsonElement testCase, GoldenInputs inputs)
    {
        var (x, weight, bias, options) = (inputs["x"]!, inputs["weight"]!, inputs["bias"], testCase.ConvOptions());
        return testCase.Op().StartsWith("conv_transpose")
            ? Ops.ConvTranspose(x, weight, bias, options, testCase.Axes("output_padding"))
            : Ops.Conv(x, weight, bias, options);
    }

    private static Tensor Pool(JsonElement testCase, Tensor x)
    {
        PerAxis Setting(string attribute) => testCase.Axes(attribute);
        bool Flag(string attribute) =>
            testCase.GetProperty("attrs").TryGetProperty(attribute, out var value) && value.GetBoolean();
        return testCase.Op().Split("_pool")[0] switch
        {
            "max" => Ops.MaxPool(x, Setting("kernel"), Setting("stride"), Setting("padding"), Flag("ceil_mode")),
            "avg" => Ops.AvgPool(
                x, Setting("kernel"), Setting("stride"), Setting("padding"), Flag("count_include_pad"), Flag("ceil_mode")),
            "adaptive_max" => Ops.AdaptiveMaxPool(x, Setting("output_size")),
            "adaptive_avg" => Ops.AdaptiveAvgPool(x, Setting("output_size")),
            "global_max" => Ops.GlobalMaxPool(x),
            "global_avg" => Ops.GlobalAvgPool(x),
            var other => throw new InvalidOperationException($"no op for {other}"),
        };
    }

    private static Tensor Norm(JsonElement testCase, GoldenInputs inputs)
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
    }

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

    private static Tensor Loss(JsonElement testCase, GoldenInputs inputs)
    {
        var (x, target) = (inputs["x"]!, inputs["target"]!);
        Reduction Reduction() => Enum.Parse<Reduction>(testCase.Attribute("reduction").GetString()!, ignoreCase: true);
        return testCase.Op() switch
        {
            "cross_entropy" => Ops.CrossEntropy(x, target, inputs["class_weight"],
                testCase.Attribute("label_smoothing").GetDouble(),
                testCase.Attribute("ignore_index") is { ValueKind: JsonValueKind.Number } ignored ? ignored.GetInt32() : null,
                Reduction()),
            "bce_with_logits" => Ops.BceWithLogits(x, target, inputs["weight"], inputs["pos_weight"], Reduction()),
            "mse" => Ops.MseLoss(x, target, Reduction()),
            "l1" => Ops.L1Loss(x, target, Reduction()),
            "nll_loss" => Ops.NllLoss(Ops.LogSoftmax(x, 1), target, reduction: Reduction()),
            "dice_binary" => Ops.BinaryDiceLoss(x, target, testCase.Attribute("smooth").GetDouble(),
                testCase.Attribute("per_sample").GetBoolean()),
            "dice_multiclass" => Ops.DiceLoss(x, target, testCase.Attribute("smooth").GetDouble()),
            var op => throw new InvalidOperationException($"no test for {op}"),
        };
    }

    /// <summary>Activations and arithmetic; null for other ops.</summary>
    private static Tensor? Elementwise(JsonElement testCase, GoldenInputs inputs) => testCase.Op() switch
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
        _ => null,
    };

    private static Tensor Other(JsonElement testCase, GoldenInputs inputs) => testCase.Op() switch
    {
        "linear" => Ops.Linear(inputs["x"]!, inputs["weight"]!, inputs["bias"]),
        "concat" => Ops.Concat([.. inputs.All.OrderBy(input => input.Key).Select(input => input.Value)],
            testCase.Attribute("dim").GetInt32()),
        "maxout" => Ops.Maxout(inputs["x"]!, testCase.Attribute("pieces").GetInt32()),
        "pad" => Pad(testCase, inputs["x"]!),
        "upsample" => Upsample(testCase, inputs["x"]!),
        var op when op.StartsWith("log_softmax") => Ops.LogSoftmax(inputs["x"]!, testCase.Attribute("dim").GetInt32()),
        var op when op.StartsWith("softmax") => Ops.Softmax(inputs["x"]!, testCase.Attribute("dim").GetInt32()),
        var op => throw new InvalidOperationException($"no test for {op}"),
    };

    private static Tensor Pad(JsonElement testCase, Tensor x)
    {
        var pairs = testCase.Attribute("pad_last_axis_first").Ints().Chunk(2).Reverse().ToArray();
        var mode = testCase.Attribute("mode").GetString() switch
        {
            "constant" => PaddingMode.Zeros,
            "reflect" => PaddingMode.Reflect,
            "replicate" => PaddingMode.Replicate,
            "circular" => PaddingMode.Circular,
            var other => throw new InvalidOperationException($"no padding mode {other}"),
        };
        return Ops.Pad(x, [.. pairs.Select(pair => pair[0])], [.. pairs.Select(pair => pair[1])], mode,
            testCase.Attribute("value").GetDouble());
    }

    private static Tensor Upsample(JsonElement testCase, Tensor x)
    {
        var mode = testCase.Attribute("mode").GetString() switch
        {
            "nearest" => Upsampling.Nearest,
            "bilinear" or "trilinear" => Upsampling.Linear,
            var other => throw new InvalidOperationException($"no test for {other}"),
        };
        var corners = testCase.Attribute("align_corners").ValueKind == JsonValueKind.True;
        return testCase.Attribute("size") is { ValueKind: JsonValueKind.Array }
            ? Ops.Resize(x, testCase.Axes("size"), mode, corners)
            : Ops.Upsample(x, testCase.Attribute("scale_factor").GetInt32(), mode, corners);
    }
}
