using System.Text.Json;

namespace Equivariant.Tests.GoldenData;

/// <summary>SRE-Conv layers of the reference: dense kernel, forward values and gradients.</summary>
public class GoldenSreConvTests
{
    public static TheoryData<string> Names => Golden.Names("sre_conv.json", c => !c.Op().Contains("transpose"));

    public static TheoryData<string> Transposed => Golden.Names("sre_conv.json", c => c.Op().Contains("transpose"));

    [Theory, MemberData(nameof(Transposed))]
    public void TransposedOnesAgree(string name)
    {
        var testCase = Golden.Case("sre_conv.json", name);
        var map = SreRings.Create(testCase.Attribute("kernel").Ints());
        foreach (var dtype in new[] { DType.Float64, DType.Float32 })
        {
            using var tables = new IndexTables(map);
            Tensor Load(string array) => GoldenArrays.Of("sre_conv.npz")[name, array].ToTensor(dtype).WithGrad();
            var (x, theta, bias) = (Load("x"), Load("theta"), Load("bias"));
            using (var tape = Tape.Record())
            {
                var y = Ops.SymmetricConvTranspose(x, theta, bias, tables, testCase.ConvOptions(), testCase.Axes("output_padding"));
                Close(name, "y", y);
                tape.Backward(y, Load("gy"));
            }
            Close(name, "dx", x.Grad!);
            Close(name, "dtheta", theta.Grad!);
            Close(name, "dbias", bias.Grad!);
        }
    }

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
        var golden = GoldenArrays.Of("sre_conv.npz");
        var testCase = Golden.Case("sre_conv.json", name);
        var (options, bands) = (testCase.ConvOptions(), testCase.Attribute("bands_override"));
        var map = SreRings.Create(testCase.Attribute("kernel").Ints(),
            testCase.Attribute("circular").GetBoolean() ? BandRule.Circular : BandRule.Full,
            bands.ValueKind == JsonValueKind.Null ? null : bands.GetInt32());
        Assert.Equal(testCase.Attribute("bands").GetInt32(), map.Parameters);
        using var tables = new IndexTables(map, device);
        Tensor Load(string array) => golden[name, array].ToTensor(dtype, device).WithGrad();
        var (x, theta) = (Load("x"), Load("theta"));
        var bias = testCase.Attribute("bias").GetBoolean() ? Load("bias") : null;
        using (var tape = Tape.Record())
        {
            var kernel = Ops.ExpandKernel(theta, tables);
            Assert.Equal(golden[name, "kernel"].ToFloats(), kernel.ToDoubles().Select(value => (float)value));
            Close(name, "y", Ops.Conv(x, kernel, bias, options));
            var y = Ops.SymmetricConv(x, theta, bias, tables, options);
            Close(name, "y", y);
            tape.Backward(y, Load("gy"));
        }
        Close(name, "dx", x.Grad!);
        Close(name, "dtheta", theta.Grad!);
        if (bias is not null)
            Close(name, "dbias", bias.Grad!);
    }

    private static void Close(string name, string array, Tensor actual) =>
        GoldenArrays.Of("sre_conv.npz")[name, array].AssertClose(actual, $"{name}/{array}");
}
