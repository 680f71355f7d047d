using static Equivariant.Tests.Support.NetworkAssert;

namespace Equivariant.Tests.GoldenData;

/// <summary>The reference's SRE-ResNet-18 [9,9,5,5] with its stored weights: logits, turned inputs, a training step.</summary>
[Trait("Length", "Full")]
public class GoldenNetworkTests
{
    private const string File = "sre_resnet18_k9955";

    [FullGoldenFact($"{File}.safetensors")]
    public void LogitsAgreeUprightAndTurned()
    {
        using var network = Load();
        var golden = GoldenArrays.Of($"{File}.npz");
        using var input = golden["eval", "x"].ToTensor(DType.Float32);
        TurnedLogitsAgree(network, input, golden, 1e-4,
            ("rot90", SignedPermutation.CounterClockwise(1)), ("rot180", SignedPermutation.CounterClockwise(2)),
            ("rot270", SignedPermutation.CounterClockwise(3)), ("flipH", SignedPermutation.FlipH),
            ("flipV", SignedPermutation.FlipV));
    }

    [FullGoldenFact($"{File}.safetensors")]
    public void ATrainingStepAgrees()
    {
        using var network = Load();
        var golden = GoldenArrays.Of($"{File}.npz");
        var index = Golden.Cases($"{File}.json").Single(c => c.Name() == "train");
        using var input = golden["train", "x"].ToTensor(DType.Float32);
        using var target = golden["train", "target"].ToTensor(DType.Int32);
        using (var tape = Tape.Record())
        {
            var logits = network.Forward(input);
            Close(golden["train", "logits"], logits.ToDoubles(), 1e-4);
            var loss = Ops.CrossEntropy(logits, target);
            var expected = index.GetProperty("loss_value").GetDouble();
            Assert.InRange(loss.Item(), expected * (1 - 1e-4), expected * (1 + 1e-4));
            tape.Backward(loss);
        }
        var parameters = network.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        foreach (var checksum in index.GetProperty("gradient_checksums").EnumerateObject())
        {
            var gradient = parameters[checksum.Name].Grad!.ToDoubles();
            var l2 = checksum.Value.GetProperty("l2").GetDouble();
            Assert.InRange(Math.Sqrt(gradient.Sum(g => g * g)), l2 * (1 - 5e-3), l2 * (1 + 5e-3));
            var weighted = gradient.Select((g, i) => g * Math.Cos(0.37 * i)).Sum();
            Assert.InRange(weighted - checksum.Value.GetProperty("cos_weighted").GetDouble(), -5e-3 * l2, 5e-3 * l2);
        }
        var buffers = network.NamedBuffers().ToDictionary(b => b.Name, b => b.Value.ToDoubles());
        Close(golden["train", "bn1_running_mean_after"], buffers["bn1.running_mean"], 1e-5);
        Close(golden["train", "bn1_running_var_after"], buffers["bn1.running_var"], 1e-5);
        Close(golden["train", "layer4_bn2_running_mean_after"], buffers["layer4.1.bn2.running_mean"], 1e-4);
    }

    private static ResNet Load()
    {
        var network = new ResNet(ResNetOptions.Sre(9), new Initializer(new Rng(1)));
        Weights.Load(network, Golden.PathOf($"{File}.safetensors"));
        return network;
    }
}
