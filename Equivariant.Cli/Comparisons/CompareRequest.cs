using Equivariant.Cli.Hosting;

namespace Equivariant.Cli.Comparisons;

/// <summary>The options of <c>compare</c>, which <see cref="Verbs.CompareVerb"/> describes. What was not typed is null; the
/// preset then has its own.</summary>
internal sealed record CompareRequest(
    Invocation Invocation, string Data, string Folder, IReadOnlyList<string> Models, int? Seeds, bool Quick, int? Epochs,
    int? Steps, int? BatchSize, double? LearningRate, int? Width, bool Full, int? Size, IReadOnlyList<string>? Turns, int? Parallel,
    string? TimingDevice, bool NoTiming, bool Force);
