namespace Equivariant.Cli.Demo;

/// <summary>What became of a network of the demo.</summary>
/// <param name="Model">The network.</param>
/// <param name="Parameters">Number of trainable numbers.</param>
/// <param name="Epochs">How training went.</param>
/// <param name="Test">How it did on turned images.</param>
internal sealed record DemoResult(DemoModel Model, long Parameters, IReadOnlyList<EpochReport> Epochs, TurnedTest Test);
