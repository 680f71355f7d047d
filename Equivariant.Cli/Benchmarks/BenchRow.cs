using System.Text.Json.Serialization;

namespace Equivariant.Cli.Benchmarks;

/// <summary>What was measured for a row; the names are those of <c>--json</c>.</summary>
/// <param name="Name">The row.</param>
/// <param name="ForwardMs">A forward pass.</param>
/// <param name="TrainMs">Forward and all gradients; for a network a step of training.</param>
/// <param name="PeakBytes">Most that tensors held at once in a training pass, operands included.</param>
/// <param name="DenseGflops">2·multiply-adds of the dense equivalent a nanosecond of the forward pass.</param>
/// <param name="WorkGflops">The same for the products really done.</param>
/// <param name="PeerForwardMs">The peer's forward pass; null without a peer.</param>
/// <param name="PeerTrainMs">The peer's training pass; null without a peer.</param>
internal sealed record BenchRow(
    string Name, double ForwardMs, double TrainMs, long PeakBytes, double DenseGflops, double WorkGflops, double? PeerForwardMs,
    double? PeerTrainMs)
{
    /// <summary>Images in a pass.</summary>
    [JsonIgnore]
    public int Images { get; init; }

    /// <summary>How the convolutions were computed.</summary>
    [JsonIgnore]
    public SymmetricConvPath Way { get; init; }

    /// <summary>Whether images a second are worth telling.</summary>
    [JsonIgnore]
    public bool IsNetwork { get; init; }
}
