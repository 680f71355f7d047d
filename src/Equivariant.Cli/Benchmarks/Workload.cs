namespace Equivariant.Cli.Benchmarks;

/// <summary>What a row of the benchmark does again and again, with its operands.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>Multiply-adds of a forward pass when every copy of every kernel is convolved with all its taps.</summary>
    public abstract double DenseProducts { get; }

    /// <summary>Multiply-adds of the matrix products in a forward pass as it is computed here.</summary>
    public abstract double WorkProducts { get; }

    /// <summary>The forward pass as in inference.</summary>
    public abstract void Forward();

    /// <summary>The forward pass and all gradients; for a network a step of training.</summary>
    public abstract void Train();

    /// <summary>Frees the operands.</summary>
    public abstract void Dispose();
}
