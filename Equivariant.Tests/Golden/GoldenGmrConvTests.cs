using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>GMR-Conv layers of the reference: bases, dense kernel, values and gradients, those of the widths included.</summary>
public class GoldenGmrConvTests
{
    public static TheoryData<string> Names => Golden.Names("gmr_conv.json");

    [Theory, MemberData(nameof(Names))]
    public void AgreesInSinglePrecision(string name)
    {
        foreach (var path in Enum.GetValues<SymmetricConvPath>())
        {
            using var device = new CpuDevice(threads: 2, symmetricConv: path);
            Check(name, DType.Float32, device);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void AgreesInDoublePrecision(string name) => Check(name, DType.Float64, Device.Cpu);

    private static void Check(string name, DType dtype, Device device)
    {
        var golden = GoldenArrays.Of("gmr_conv.npz");
        var testCase = Golden.Case("gmr_conv.json", name);
        Tensor Load(string array) => golden[name, array].ToTensor(dtype, device);
        using var x = Load("x").WithGrad();
        var shape = golden[name, "theta"].Shape;
        var rings = testCase.Attribute("rings_override");
        using var layer = new GmrConv(
            2, x.Shape[1], shape[0], testCase.Attribute("kernel").GetInt32(), new Initializer(new Rng(1), device, dtype),
            testCase.ConvOptions(), testCase.Attribute("bias").GetBoolean(),
            rings.ValueKind == JsonValueKind.Null ? null : rings.GetInt32());
        var parameters = layer.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        if (testCase.Attribute("sigmas").GetString() == "default")
            golden[name, "log_sigmas"].AssertClose(parameters["log_sigmas"], $"{name}/log_sigmas at first");
        foreach (var (parameter, array) in new[] { ("weight", "theta"), ("log_sigmas", "log_sigmas"), ("bias", "bias") })
        {
            if (parameters.TryGetValue(parameter, out var tensor))
                tensor.CopyFrom(golden[name, array].Array);
        }
        using (var tape = Tape.Record())
        {
            using var tables = new IndexTables(layer.Map, device);
            var mixed = Ops.MatMul(
                parameters["weight"], Ops.GaussianRings(parameters["log_sigmas"]));
            Close(name, "kernel", Ops.ExpandKernel(mixed, tables));
            var y = layer.Forward(x);
            Close(name, "y", y);
            tape.Backward(y, Load("gy"));
        }
        Close(name, "dx", x.Grad!);
        foreach (var (parameter, array) in new[] { ("weight", "dtheta"), ("log_sigmas", "dlog_sigmas"), ("bias", "dbias") })
        {
            if (parameters.TryGetValue(parameter, out var tensor))
                Close(name, array, tensor.Grad!);
        }
    }

    private static void Close(string name, string array, Tensor actual) =>
        GoldenArrays.Of("gmr_conv.npz")[name, array].AssertClose(actual, $"{name}/{array}");
}
