using static Equivariant.Tests.Support.NetworkAssert;

namespace Equivariant.Tests.GoldenData;

/// <summary>The reference's SRE-R3D-18 [5,5,5,5] with weights from an integer hash: logits upright, turned, mirrored, and in
/// training.</summary>
public class GoldenVolumeNetworkTests
{
    private const string File = "sre_r3d18_k5555_formula";
    private const uint InputNumber = 1001;

    [Fact]
    public void LogitsAgreeUprightTurnedAndMirrored()
    {
        using var network = Load();
        var golden = GoldenArrays.Of($"{File}.npz");
        using var input = Input(golden);
        TurnedLogitsAgree(network, input, golden, 2e-4,
            ("rot_yz", new([0, 2, 1], [1, -1, 1])), ("rot_xz", new([2, 1, 0], [-1, 1, 1])),
            ("rot_xy", new([1, 0, 2], [-1, 1, 1])), ("flip_x", new([0, 1, 2], [-1, 1, 1])));
    }

    [Fact]
    public void TrainingLogitsAgree()
    {
        using var network = Load();
        var golden = GoldenArrays.Of($"{File}.npz");
        using var input = Input(golden);
        Close(golden["train", "train_logits"], Forward(network, input), 1e-3);
    }

    private static ResNet Load()
    {
        var network = new ResNet(ResNetOptions.SreR3d(11), new(new Rng(1)));
        var golden = GoldenArrays.Of($"{File}.npz");
        var parameters = network.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        var tensors = Golden.Cases($"{File}.json", "tensors");
        Assert.Equal(parameters.Keys.Order(), tensors.Select(GoldenJson.Name).Order());
        foreach (var tensor in tensors)
        {
            var parameter = parameters[tensor.Name()];
            Assert.Equal(new Shape(tensor.GetProperty("shape").Ints()), parameter.Shape);
            var number = tensor.GetProperty("tensor_no").GetUInt32();
            var rule = tensor.GetProperty("rule").GetString()!;
            var scale = tensor.TryGetProperty("fan", out var fan) ? Math.Sqrt(3.0 / fan.GetInt32()) : 0;
            parameter.CopyFrom<float>(
                [.. Enumerable.Range(0, (int)parameter.Count).Select(i => Value(rule, scale, U((uint)i, number)))]);
        }
        foreach (var (name, buffer) in network.NamedBuffers())
            buffer.CopyFrom<float>(golden["eval", name].ToFloats());
        return network;
    }

    private static float Value(string rule, double scale, double u) => (float)(rule switch
    {
        "(2u-1)*sqrt(3/fan)" => ((2 * u) - 1) * scale,
        "0.75+0.5u" => 0.75 + (0.5 * u),
        "0.4u-0.2" => (0.4 * u) - 0.2,
        "0.2u-0.1" => (0.2 * u) - 0.1,
        _ => throw new InvalidOperationException(rule),
    });

    private static Tensor Input(GoldenArrays golden)
    {
        float[] values = [.. Enumerable.Range(0, 2 * 16 * 16 * 16).Select(i => (float)((2 * U((uint)i, InputNumber)) - 1))];
        Assert.Equal(golden["eval", "x_first_64"].ToFloats(), values[..64]);
        return Tensor.From(values, [2, 1, 16, 16, 16]);
    }

    /// <summary>The integer hash of the golden data's notes.</summary>
    private static double U(uint index, uint tensor)
    {
        var x = unchecked((index * 0x9E3779B1u) + (tensor * 0x85EBCA77u) + 12345u);
        x ^= x >> 15;
        x = unchecked(x * 0x2C1B3C6Du);
        x ^= x >> 12;
        x = unchecked(x * 0x297A2D39u);
        x ^= x >> 15;
        return (x >> 8) * Math.Pow(2, -24);
    }
}
