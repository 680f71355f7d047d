using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Kernels shared over turned and mirrored copies: values and gradients by every way, and stacks of two.</summary>
public class GoldenRotationFlipTests
{
    private const string Index = "rotation_flip.json";

    public static TheoryData<string> Names => Golden.Names(Index, c => c.Op() != "kernel_copies");

    [Theory, MemberData(nameof(Names))]
    public void AgreesByThePlainBodies(string name)
    {
        using var plain = new CpuDevice(threads: 2, tuned: false);
        Check(name, DType.Float64, plain);
        Check(name, DType.Float32, plain);
    }

    [Theory, MemberData(nameof(Names))]
    public void AgreesByDenseKernels(string name)
    {
        using var dense = new CpuDevice(threads: 2, symmetricConv: SymmetricConvPath.Dense);
        Check(name, DType.Float64, dense);
        Check(name, DType.Float32, dense);
    }

    [Theory, MemberData(nameof(Names))]
    public void AgreesByTransforms(string name)
    {
        using var factorised = new CpuDevice(threads: 2, symmetricConv: SymmetricConvPath.Factorised);
        Check(name, DType.Float32, factorised);
        Check(name, DType.Float32, Device.Cpu);
    }

    private static void Check(string name, DType dtype, Device device)
    {
        var golden = Golden.Case(Index, name);
        if (golden.Op() == "stack_maxout")
        {
            CheckStack(golden, dtype, device);
            return;
        }
        foreach (var (suffix, reduction) in new[]
        {
            ("all", OrientationReduction.None), ("max", OrientationReduction.Max), ("mean", OrientationReduction.Mean),
        })
            CheckLayer(golden, suffix, reduction, dtype, device);
    }

    private static void CheckLayer(JsonElement golden, string suffix, OrientationReduction reduction, DType dtype, Device device)
    {
        var map = GoldenCopies.MapOf(golden.Attribute("set").GetString()!, golden.Attribute("kernel").Ints());
        using var tables = new IndexTables(map, device);
        var name = golden.Name();
        var (x, weight) = (Load(name, "x", dtype, device), Load(name, "weight", dtype, device));
        var bias = Load(name, "bias", dtype, device);
        var options = golden.ConvOptions();
        using (var tape = Tape.Record())
        {
            var theta = Ops.Reshape(weight, weight.Shape[0], weight.Shape[1], map.Parameters);
            var y = Ops.SymmetricConv(x, theta, bias, tables, options, reduction);
            // The copies are an axis of their own before the outputs.
            var shown = y;
            if (reduction == OrientationReduction.None)
            {
                shown = Ops.Reshape(y, y.Shape[0], weight.Shape[0], map.Orientations, y.Shape[2], y.Shape[3]);
                shown = Ops.Permute(shown, 0, 2, 1, 3, 4);
            }
            Close(name, $"y_{suffix}", shown);
            tape.Backward(shown, Load(name, $"gy_{suffix}", dtype, device));
        }
        Close(name, $"dx_{suffix}", x.Grad!);
        Close(name, $"dweight_{suffix}", weight.Grad!);
        Close(name, $"dbias_{suffix}", bias.Grad!);
    }

    private static void CheckStack(JsonElement golden, DType dtype, Device device)
    {
        var name = golden.Name();
        var kernel = golden.Attribute("kernel").Ints();
        using var first = new IndexTables(GoldenCopies.MapOf(golden.Attribute("first").GetString()!, kernel), device);
        using var second = new IndexTables(GoldenCopies.MapOf(golden.Attribute("second").GetString()!, kernel), device);
        var options = golden.ConvOptions();
        var inputs = new[] { "x", "weight1", "bias1", "weight2", "bias2" }
            .ToDictionary(array => array, array => Load(name, array, dtype, device));
        using (var tape = Tape.Record())
        {
            var hidden = Layer(inputs["x"], inputs["weight1"], inputs["bias1"], first);
            Close(name, "hidden", hidden);
            if (golden.Attribute("relu_between").GetBoolean())
                hidden = Ops.Relu(hidden);
            var y = Layer(hidden, inputs["weight2"], inputs["bias2"], second);
            Close(name, "y", y);
            tape.Backward(y, Load(name, "gy", dtype, device));
        }
        foreach (var (array, tensor) in inputs)
            Close(name, $"d{array}", tensor.Grad!);

        Tensor Layer(Tensor x, Tensor weight, Tensor bias, IndexTables tables) => Ops.SymmetricConv(
            x, Ops.Reshape(weight, weight.Shape[0], weight.Shape[1], -1), bias, tables, options,
            OrientationReduction.Max);
    }

    private static Tensor Load(string name, string array, DType dtype, Device device) =>
        GoldenArrays.Of("rotation_flip.npz")[name, array].ToTensor(dtype, device).WithGrad();

    private static void Close(string name, string array, Tensor actual) =>
        GoldenArrays.Of("rotation_flip.npz")[name, array].AssertClose(actual, $"{name}/{array}");
}
