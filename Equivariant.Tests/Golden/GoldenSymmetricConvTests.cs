namespace Equivariant.Tests.GoldenData;

/// <summary>Symmetric convolutions of the references by every way: kernels, values and gradients.</summary>
public class GoldenSymmetricConvTests
{
    public static TheoryData<string> Rings => Golden.Names("sre_conv.json", c => !c.Op().Contains("transpose"));

    public static TheoryData<string> TransposedRings => Golden.Names("sre_conv.json", c => c.Op().Contains("transpose"));

    public static TheoryData<string> GaussianRings => Golden.Names("gmr_conv.json");

    public static TheoryData<string> Copies => Golden.Names("rotation_flip.json", c => c.Op() == "shared_kernel_conv2d");

    public static TheoryData<string> Stacks => Golden.Names("rotation_flip.json", c => c.Op() == "stack_maxout");

    [Theory, MemberData(nameof(Rings))]
    public void SreConvAgrees(string name) => GoldenCase.InEveryWay("sre_conv", name, golden =>
    {
        var (map, options) = (GoldenCopies.RingsOf(golden.Index), golden.Index.ConvOptions());
        Assert.Equal(golden.Index.Attribute("bands").GetInt32(), map.Parameters);
        using var tables = new IndexTables(map, golden.Device);
        var variables = golden.Variables("x", "theta", "bias");
        var (x, theta, bias) = (variables["x"], variables["theta"], variables.GetValueOrDefault("bias"));
        golden.Check(variables, () =>
        {
            var kernel = Ops.ExpandKernel(theta, tables);
            Assert.Equal(golden["kernel"].ToFloats(), kernel.ToDoubles().Select(value => (float)value));
            golden.Close("y", Ops.Conv(x, kernel, bias, options));
            return Ops.SymmetricConv(x, theta, bias, tables, options);
        });
    });

    [Theory, MemberData(nameof(TransposedRings))]
    public void TransposedSreConvAgrees(string name) => GoldenCase.InEveryWay("sre_conv", name, golden =>
    {
        using var tables = new IndexTables(GoldenCopies.RingsOf(golden.Index), golden.Device);
        var variables = golden.Variables("x", "theta", "bias");
        golden.Check(variables, () => Ops.SymmetricConvTranspose(variables["x"], variables["theta"],
            variables.GetValueOrDefault("bias"), tables, golden.Index.ConvOptions(), golden.Index.Axes("output_padding")));
    });

    [Theory, MemberData(nameof(GaussianRings))]
    public void GmrConvAgrees(string name) => GoldenCase.InEveryWay("gmr_conv", name, golden =>
    {
        var (index, theta) = (golden.Index, golden["theta"].Shape);
        var variables = golden.Variables("x");
        using var layer = new GmrConv(
            2, variables["x"].Shape[1], theta[0], index.Attribute("kernel").GetInt32(),
            new Initializer(new Rng(1), golden.Device, golden.DType), index.ConvOptions(), index.Attribute("bias").GetBoolean(),
            index.OptionalInt("rings_override"));
        foreach (var (parameter, tensor) in layer.NamedParameters())
        {
            var array = parameter == "weight" ? "theta" : parameter;
            if (parameter == "log_sigmas" && index.Attribute("sigmas").GetString() == "default")
                golden.Close(array, tensor);
            tensor.CopyFrom(golden[array].Array);
            variables[array] = tensor;
        }
        golden.Check(variables, () =>
        {
            using var tables = new IndexTables(layer.Map, golden.Device);
            var mixed = Ops.MatMul(variables["theta"], Ops.GaussianRings(variables["log_sigmas"]));
            golden.Close("kernel", Ops.ExpandKernel(mixed, tables));
            return layer.Forward(variables["x"]);
        });
    });

    [Theory, MemberData(nameof(Copies))]
    public void OrientedCopiesAgree(string name) => GoldenCase.InEveryWay("rotation_flip", name, golden =>
    {
        var map = MapOf(golden, "set");
        using var tables = new IndexTables(map, golden.Device);
        foreach (var (suffix, reduction) in new[]
        {
            ("_all", OrientationReduction.None), ("_max", OrientationReduction.Max), ("_mean", OrientationReduction.Mean),
        })
        {
            var variables = golden.Variables("x", "weight", "bias");
            golden.Check(variables, () =>
            {
                var y = Layer(golden, variables["x"], variables["weight"], variables["bias"], tables, reduction);
                // The copies are an axis of their own before the outputs.
                return reduction != OrientationReduction.None ? y : Ops.Permute(
                    Ops.Reshape(y, y.Shape[0], -1, map.Orientations, y.Shape[2], y.Shape[3]), 0, 2, 1, 3, 4);
            }, suffix);
        }
    });

    [Theory, MemberData(nameof(Stacks))]
    public void TwoLayersOfMaximaAgree(string name) => GoldenCase.InEveryWay("rotation_flip", name, golden =>
    {
        using var first = new IndexTables(MapOf(golden, "first"), golden.Device);
        using var second = new IndexTables(MapOf(golden, "second"), golden.Device);
        var v = golden.Variables("x", "weight1", "bias1", "weight2", "bias2");
        golden.Check(v, () =>
        {
            var hidden = Layer(golden, v["x"], v["weight1"], v["bias1"], first, OrientationReduction.Max);
            golden.Close("hidden", hidden);
            if (golden.Index.Attribute("relu_between").GetBoolean())
                hidden = Ops.Relu(hidden);
            return Layer(golden, hidden, v["weight2"], v["bias2"], second, OrientationReduction.Max);
        });
    });

    private static KernelIndexMap MapOf(GoldenCase golden, string set) =>
        GoldenCopies.MapOf(golden.Index.Attribute(set).GetString()!, golden.Index.Attribute("kernel").Ints());

    private static Tensor Layer(
        GoldenCase golden, Tensor x, Tensor weight, Tensor bias, IndexTables tables, OrientationReduction reduction) =>
        Ops.SymmetricConv(x, Ops.Reshape(weight, weight.Shape[0], weight.Shape[1], -1), bias, tables,
            golden.Index.ConvOptions(), reduction);
}
