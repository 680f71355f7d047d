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
        using var plain = new CpuDevice(threads: 2, tuned: false);
        foreach (var (dtype, device) in new[] { (DType.Float64, plain), (DType.Float32, plain), (DType.Float32, Device.Cpu) })
        {
            var golden = new GoldenCase("ops", name, dtype, device);
            var op = golden.Index.Op();
            var inputs = golden.Index.GetProperty("inputs").EnumerateObject().ToDictionary(input => input.Name, input =>
            {
                var real = input.Value.GetProperty("dtype").GetString()!.StartsWith("float");
                var tensor = golden[input.Name].ToTensor(real ? dtype : DType.Int32, device);
                return golden.Has($"d{input.Name}") ? tensor.WithGrad() : tensor;
            });
            golden.Check(inputs.Where(input => input.Value.RequiresGrad), () => Run(golden, inputs),
                exact: op is "concat" or "pad" or "maxout" || op.Contains("max_pool"));
        }
    }

    private static Tensor Run(GoldenCase golden, Dictionary<string, Tensor> inputs)
    {
        var index = golden.Index;
        var (x, weight, bias, target) = (Input("x")!, Input("weight"), Input("bias"), Input("target")!);
        return index.Op() switch
        {
            "conv1d" or "conv2d" or "conv3d" => Ops.Conv(x, weight!, bias, index.ConvOptions()),
            "conv_transpose2d" or "conv_transpose3d" =>
                Ops.ConvTranspose(x, weight!, bias, index.ConvOptions(), Axes("output_padding")),
            "linear" => Ops.Linear(x, weight!, bias),
            "max_pool2d" or "max_pool3d" => Ops.MaxPool(x, Axes("kernel"), Axes("stride"), Axes("padding"), Flag("ceil_mode")),
            "avg_pool2d" or "avg_pool3d" => Ops.AvgPool(
                x, Axes("kernel"), Axes("stride"), Axes("padding"), Flag("count_include_pad"), Flag("ceil_mode")),
            "adaptive_max_pool2d" => Ops.AdaptiveMaxPool(x, Axes("output_size")),
            "adaptive_avg_pool2d" or "adaptive_avg_pool3d" => Ops.AdaptiveAvgPool(x, Axes("output_size")),
            "global_max_pool" => Ops.GlobalMaxPool(x),
            "global_avg_pool" => Ops.GlobalAvgPool(x),
            "batch_norm" => BatchNorm(golden, inputs),
            "group_norm" => Ops.GroupNorm(x, Whole("groups"), weight, bias, Number("eps")),
            "instance_norm" => Ops.InstanceNorm(x, weight, bias, Number("eps")),
            "layer_norm" => Ops.LayerNorm(x, new(index.Attribute("normalized_shape").Ints()), weight, bias, Number("eps")),
            "cross_entropy" => Ops.CrossEntropy(
                x, target, Input("class_weight"), Number("label_smoothing"), index.OptionalInt("ignore_index"), Reduction()),
            "bce_with_logits" => Ops.BceWithLogits(x, target, weight, Input("pos_weight"), Reduction()),
            "mse" => Ops.MseLoss(x, target, Reduction()),
            "l1" => Ops.L1Loss(x, target, Reduction()),
            "nll_loss" => Ops.NllLoss(Ops.LogSoftmax(x, 1), target, reduction: Reduction()),
            "dice_binary" => Ops.BinaryDiceLoss(x, target, Number("smooth"), Flag("per_sample")),
            "dice_multiclass" => Ops.DiceLoss(x, target, Number("smooth")),
            "relu" => Ops.Relu(x),
            "leaky_relu" => Ops.LeakyRelu(x, Number("slope")),
            "gelu_erf" => Ops.Gelu(x),
            "gelu_tanh" => Ops.Gelu(x, tanh: true),
            "sigmoid" => Ops.Sigmoid(x),
            "tanh" => Ops.Tanh(x),
            "elu" => Ops.Elu(x, Number("alpha")),
            "silu" => Ops.Silu(x),
            "softplus" => Ops.Softplus(x),
            "log_softmax" or "log_softmax_dim1" => Ops.LogSoftmax(x, Whole("dim")),
            "softmax_dim1" or "softmax_last" => Ops.Softmax(x, Whole("dim")),
            "add_relu" => Ops.Relu(inputs["a"] + inputs["b"]),
            "mul" => inputs["a"] * inputs["b"],
            "x*x+3x" => (x * x) + (x * 3),
            "concat" => Ops.Concat([.. inputs.OrderBy(input => input.Key).Select(input => input.Value)], Whole("dim")),
            "maxout" => Ops.Maxout(x, Whole("pieces")),
            "pad" => Pad(index, x),
            "upsample" => Upsample(index, x),
            var op => throw new InvalidOperationException($"no test for {op}"),
        };

        Tensor? Input(string name) => inputs.GetValueOrDefault(name);
        double Number(string name) => index.Attribute(name).GetDouble();
        int Whole(string name) => index.Attribute(name).GetInt32();
        PerAxis Axes(string name) => index.Axes(name);
        bool Flag(string name) => index.GetProperty("attrs").TryGetProperty(name, out var value) && value.GetBoolean();
        Reduction Reduction() => Enum.Parse<Reduction>(index.Attribute("reduction").GetString()!, ignoreCase: true);
    }

    private static Tensor BatchNorm(GoldenCase golden, Dictionary<string, Tensor> inputs)
    {
        var (index, mean, variance) = (golden.Index, inputs["running_mean"], inputs["running_var"]);
        var training = index.Attribute("training").GetBoolean();
        var y = Ops.BatchNorm(inputs["x"], inputs.GetValueOrDefault("weight"), inputs.GetValueOrDefault("bias"), mean, variance,
            training, index.Attribute("momentum").GetDouble(), index.Attribute("eps").GetDouble());
        if (training)
        {
            golden.Close("running_mean_after", mean);
            golden.Close("running_var_after", variance);
        }
        return y;
    }

    private static Tensor Pad(JsonElement index, Tensor x)
    {
        var pairs = index.Attribute("pad_last_axis_first").Ints().Chunk(2).Reverse().ToArray();
        var mode = index.Attribute("mode").GetString()!;
        return Ops.Pad(x, [.. pairs.Select(pair => pair[0])], [.. pairs.Select(pair => pair[1])],
            mode == "constant" ? PaddingMode.Zeros : Enum.Parse<PaddingMode>(mode, ignoreCase: true),
            index.Attribute("value").GetDouble());
    }

    private static Tensor Upsample(JsonElement index, Tensor x)
    {
        var mode = index.Attribute("mode").GetString() == "nearest" ? Upsampling.Nearest : Upsampling.Linear;
        var corners = index.Attribute("align_corners").ValueKind == JsonValueKind.True;
        return index.Attribute("size").ValueKind == JsonValueKind.Array
            ? Ops.Resize(x, index.Axes("size"), mode, corners)
            : Ops.Upsample(x, index.Attribute("scale_factor").GetInt32(), mode, corners);
    }
}
