using Equivariant.Cli.Hosting;

namespace Equivariant.Cli.Comparisons;

/// <summary>What was asked of <c>compare</c>; what was not typed is null, and the preset has its own.</summary>
internal sealed record CompareRequest
{
    /// <summary>The call: where to write, when to stop, which device.</summary>
    public required Invocation Invocation { get; init; }

    /// <summary>The spec of the data.</summary>
    public required string Data { get; init; }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Models, by name.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Trainings of each model.</summary>
    public int? Seeds { get; init; }

    /// <summary>Whether to only see that it runs.</summary>
    public bool Quick { get; init; }

    /// <summary>Epochs of a training.</summary>
    public int? Epochs { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public int? Steps { get; init; }

    /// <summary>Images or patches a step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Channels of the first stage.</summary>
    public int? Width { get; init; }

    /// <summary>Whether to compare the full networks, not the small ones.</summary>
    public bool Full { get; init; }

    /// <summary>Edge length that images are resized to.</summary>
    public int? Size { get; init; }

    /// <summary>Ways of turning test images, by name.</summary>
    public IReadOnlyList<string>? Turns { get; init; }

    /// <summary>Trainings at a time; what the machine allows if null.</summary>
    public int? Parallel { get; init; }

    /// <summary>Where times are measured; the cpu device if null.</summary>
    public string? TimingDevice { get; init; }

    /// <summary>Whether to leave the times to a later call, perhaps on another machine.</summary>
    public bool NoTiming { get; init; }

    /// <summary>Whether to start anew what is in the folder.</summary>
    public bool Force { get; init; }
}
