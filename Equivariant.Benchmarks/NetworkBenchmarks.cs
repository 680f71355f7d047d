namespace Equivariant.Benchmarks;

/// <summary>Whole networks.</summary>
public class NetworkBenchmarks : RowBenchmarks
{
    /// <inheritdoc/>
    protected override bool AreNetworks => true;
}
