namespace Equivariant.Benchmarks;

/// <summary>Every kind of convolution.</summary>
public class ConvBenchmarks : RowBenchmarks
{
    /// <inheritdoc/>
    protected override bool AreNetworks => false;
}
