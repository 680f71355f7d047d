namespace Equivariant.Cli.Benchmarks;

/// <summary>Another library that does the same work, for comparison.</summary>
internal interface IPeer
{
    /// <summary>Times one forward and one training pass; null where the peer does not have the row.</summary>
    /// <param name="row">Name of the row.</param>
    /// <param name="batch">Images in a pass.</param>
    (double ForwardMs, double TrainMs)? Measure(string row, int batch);
}
