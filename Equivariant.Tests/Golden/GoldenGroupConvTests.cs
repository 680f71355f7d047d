namespace Equivariant.Tests.GoldenData;

/// <summary>Lifting and group convolutions, their filter banks (those of GrouPy), the pools over orientations, and nets of
/// both.</summary>
public class GoldenGroupConvTests
{
    private const string File = "group_conv";

    public static TheoryData<string> Layers => Golden.Names($"{File}.json", c => !c.Op().EndsWith("net"));

    public static TheoryData<string> Nets => Golden.Names($"{File}.json", c => c.Op().EndsWith("net"));

    [Theory, MemberData(nameof(Layers))]
    public void ALayerAndItsPoolsAgree(string name)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            Check(new(File, name, dtype), "", null);
            Check(new(File, name, dtype), "_pool_max", OrientationReduction.Max);
            Check(new(File, name, dtype), "_pool_mean", OrientationReduction.Mean);
        }
    }

    [Theory, MemberData(nameof(Nets))]
    public void ANetAgrees(string name)
    {
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            var golden = new GoldenCase(File, name, dtype);
            var (group, init) = (GroupOf(golden), new Initializer(new Rng(1), DType: dtype));
            var (w1, w2) = (golden["w1"].Shape, golden["w2"].Shape);
            using var lift = new LiftingConv(group, w1[1], w1[0], 3, init, new() { Padding = 1 });
            using var norm = new BatchNorm(w1[0], init, orientations: group.Order);
            using var conv = new GroupConv(group, w2[1], w2[0], 3, init, new() { Padding = 1 });
            var variables = golden.Variables("x");
            foreach (var (layer, parameter, array) in ((Module, string, string)[])[(lift, "weight", "w1"), (lift, "bias", "b1"),
                (norm, "weight", "gamma"), (norm, "bias", "beta"), (conv, "weight", "w2"), (conv, "bias", "b2")])
            {
                variables[array] = layer.NamedParameters().Single(p => p.Name == parameter).Value;
                variables[array].CopyFrom(golden[array].Array);
            }
            golden.Check(variables, () =>
            {
                var lifted = lift.Forward(variables["x"]);
                golden.Close("lifted", Ops.Reshape(lifted, golden["lifted"].Shape));
                return new GroupPool(group).Forward(conv.Forward(Ops.Relu(norm.Forward(lifted))));
            });
        }
    }

    private static void Check(GoldenCase golden, string suffix, OrientationReduction? pool)
    {
        var (index, group, weight) = (golden.Index, GroupOf(golden), golden["weight"].Shape);
        var (init, kernel) = (new Initializer(new Rng(1), DType: golden.DType), index.Attribute("kernel").GetInt32());
        var (options, bias) = (index.ConvOptions(), index.Attribute("bias").GetBoolean());
        using GroupConvBase layer = index.Op().Contains("lifting")
            ? new LiftingConv(group, weight[1], weight[0], kernel, init, options, bias)
            : new GroupConv(group, weight[1], weight[0], kernel, init, options, bias);
        var variables = golden.Variables("x");
        foreach (var (parameter, tensor) in layer.NamedParameters())
        {
            Assert.Equal(new Shape(golden[parameter].Shape), tensor.Shape);
            tensor.CopyFrom(golden[parameter].Array);
            variables[parameter] = tensor;
        }
        golden.Check(variables, () =>
        {
            Assert.Equal(golden["filter_bank"].ToFloats(), layer.FilterBank().ToDoubles().Select(value => (float)value));
            // Channels and orientations are one axis here, two in the golden data.
            var x = variables["x"];
            if (layer is GroupConv)
                x = Ops.Reshape(x, [x.Shape[0], x.Shape[1] * x.Shape[2], .. x.Shape.ToArray()[3..]]);
            var y = layer.Forward(x);
            return pool is { } reduction ? new GroupPool(group, reduction).Forward(y) : Ops.Reshape(y, golden["y"].Shape);
        }, suffix);
    }

    private static SymmetryGroup GroupOf(GoldenCase golden) =>
        golden.Index.Attribute("group").GetString() == "p4" ? SymmetryGroups.C4 : SymmetryGroups.D4;
}
