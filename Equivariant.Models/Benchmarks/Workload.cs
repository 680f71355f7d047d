using Equivariant.Cpu;

namespace Equivariant.Benchmarks;

/// <summary>What a row of the benchmark repeats, with its operands.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>Multiply-adds of a forward pass when every copy of every kernel is convolved with all its taps.</summary>
    public double DenseProducts { get; protected init; }

    /// <summary>Multiply-adds of the matrix products in a forward pass as it is computed here.</summary>
    public double WorkProducts { get; protected init; }

    /// <summary>How its convolutions are computed; of several ways in a network the one that saves most.</summary>
    public SymmetricConvPath Way { get; protected init; }

    /// <summary>The forward pass as in inference.</summary>
    public abstract void Forward();

    /// <summary>The forward pass and all gradients; for a network a step of training.</summary>
    public abstract void Train();

    public abstract void Dispose();

    /// <summary>The way of convolutions that have no symmetry: tuned kernels, or the plain bodies.</summary>
    protected static SymmetricConvPath Ordinary(Device device) =>
        device is CpuDevice { UsesTunedKernels: true } ? SymmetricConvPath.Dense : SymmetricConvPath.Plain;
}
