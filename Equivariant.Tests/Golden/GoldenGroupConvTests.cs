using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>Lifting and group convolutions, their filter banks (those of GrouPy), the pools over orientations, and nets of
/// both.</summary>
public class GoldenGroupConvTests
{
    private const string File = "group_conv";

    public static TheoryData<string> Layers => Names(net: false);

    public static TheoryData<string> Nets => Names(net: true);

    [Fact]
    public void TheGroupsAreOursInTheSameOrder()
    {
        foreach (var group in Golden.Index($"{File}.json").GetProperty("groups").EnumerateObject())
        {
            var ours = GroupOf(group.Name);
            var cayley = group.Value.GetProperty("cayley").EnumerateArray().Select(row => row.Ints()).ToArray();
            Assert.Equal(ours.Order, cayley.Length);
            for (var i = 0; i < ours.Order; i++)
                Assert.Equal(cayley[i], Enumerable.Range(0, ours.Order).Select(j => ours.Product(i, j)));
        }
    }

    [Theory, MemberData(nameof(Layers))]
    public void ALayerAndItsPoolsAgree(string name)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            Check(name, dtype, null, "");
            Check(name, dtype, OrientationReduction.Max, "_pool_max");
            Check(name, dtype, OrientationReduction.Mean, "_pool_mean");
        }
    }

    [Theory, MemberData(nameof(Nets))]
    public void ANetAgrees(string name)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            var group = GroupOf(Case(name).Attribute("group").GetString()!);
            var init = new Initializer(new Rng(1), DType: dtype);
            using var x = Load(name, "x", dtype).WithGrad();
            var (w1, w2) = (GoldenArrays.Of($"{File}.npz")[name, "w1"].Shape, GoldenArrays.Of($"{File}.npz")[name, "w2"].Shape);
            using var lift = new LiftingConv(group, w1[1], w1[0], 3, init, new() { Padding = 1 });
            using var norm = new BatchNorm(w1[0], init, orientations: group.Order);
            using var conv = new GroupConv(group, w2[1], w2[0], 3, init, new() { Padding = 1 });
            (Module, string, string)[] numbers = [(lift, "weight", "w1"), (lift, "bias", "b1"), (norm, "weight", "gamma"),
                (norm, "bias", "beta"), (conv, "weight", "w2"), (conv, "bias", "b2")];
            foreach (var (layer, parameter, array) in numbers)
                Parameter(layer, parameter).CopyFrom(GoldenArrays.Of($"{File}.npz")[name, array].Array);
            using (var tape = Tape.Record())
            {
                var lifted = lift.Forward(x);
                Close(name, "lifted", lifted);
                var y = new GroupPool(group).Forward(conv.Forward(Ops.Relu(norm.Forward(lifted))));
                Close(name, "y", y);
                tape.Backward(y, Load(name, "gy", dtype));
            }
            Close(name, "dx", x.Grad!);
            foreach (var (layer, parameter, array) in numbers)
                Close(name, $"d{array}", Parameter(layer, parameter).Grad!);
        }
    }

    private static void Check(string name, DType dtype, OrientationReduction? pool, string suffix)
    {
        var (golden, testCase) = (GoldenArrays.Of($"{File}.npz"), Case(name));
        var group = GroupOf(testCase.Attribute("group").GetString()!);
        var weight = golden[name, "weight"].Shape;
        var (init, kernel) = (new Initializer(new Rng(1), DType: dtype), testCase.Attribute("kernel").GetInt32());
        var options = testCase.ConvOptions();
        var bias = testCase.Attribute("bias").GetBoolean();
        using GroupConvBase layer = testCase.Op().Contains("lifting")
            ? new LiftingConv(group, weight[1], weight[0], kernel, init, options, bias)
            : new GroupConv(group, weight[1], weight[0], kernel, init, options, bias);
        Assert.Equal(new Shape(weight), Parameter(layer, "weight").Shape);
        foreach (var (parameter, tensor) in layer.NamedParameters())
            tensor.CopyFrom(golden[name, parameter].Array);
        using var x = Tensor.FromDoubles(golden[name, "x"].ToDoubles(), Merged(golden[name, "x"].Shape, testCase), dtype).WithGrad();
        using (var tape = Tape.Record())
        {
            Assert.Equal(golden[name, "filter_bank"].ToFloats(), layer.FilterBank().ToDoubles().Select(value => (float)value));
            var y = layer.Forward(x);
            if (pool is { } reduction)
                y = new GroupPool(group, reduction).Forward(y);
            Close(name, $"y{suffix}", y);
            using var gradient = Tensor.FromDoubles(golden[name, $"gy{suffix}"].ToDoubles(), y.Shape, dtype);
            tape.Backward(y, gradient);
        }
        Close(name, $"dx{suffix}", x.Grad!);
        foreach (var (parameter, tensor) in layer.NamedParameters())
            Close(name, $"d{parameter}{suffix}", tensor.Grad!);
    }

    /// <summary>Channels and orientations are one axis here.</summary>
    private static Shape Merged(int[] shape, JsonElement testCase) => testCase.Op().Contains("lifting") ? new(shape)
        : [shape[0], shape[1] * shape[2], .. shape[3..]];

    private static TheoryData<string> Names(bool net) => Golden.Names($"{File}.json", c => c.Op().EndsWith("net") == net);

    private static JsonElement Case(string name) => Golden.Case($"{File}.json", name);

    private static SymmetryGroup GroupOf(string name) => name == "p4" ? SymmetryGroups.C4 : SymmetryGroups.D4;

    private static Tensor Parameter(Module layer, string name) =>
        layer.NamedParameters().Single(parameter => parameter.Name == name).Value;

    private static Tensor Load(string name, string array, DType dtype) =>
        GoldenArrays.Of($"{File}.npz")[name, array].ToTensor(dtype);

    private static void Close(string name, string array, Tensor actual)
    {
        var golden = GoldenArrays.Of($"{File}.npz")[name, array];
        var values = Tensor.FromDoubles(actual.ToDoubles(), new Shape(golden.Shape), actual.DType);
        golden.AssertClose(values, $"{name}/{array}");
    }
}
