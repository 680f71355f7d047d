using Equivariant.Cpu;

namespace Equivariant.Benchmarks;

/// <summary>What a row of the benchmark does again and again, with its operands.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>Multiply-adds of a forward pass when every copy of every kernel is convolved with all its taps.</summary>
    public abstract double DenseProducts { get; }

    /// <summary>Multiply-adds of the matrix products in a forward pass as it is computed here.</summary>
    public abstract double WorkProducts { get; }

    /// <summary>How its convolutions are computed; of several ways in a network the one that saves most.</summary>
    public abstract SymmetricConvPath Way { get; }

    /// <summary>The forward pass as in inference.</summary>
    public abstract void Forward();

    /// <summary>The forward pass and all gradients; for a network a step of training.</summary>
    public abstract void Train();

    /// <summary>Frees the operands.</summary>
    public abstract void Dispose();

    /// <summary>The way of convolutions that have no symmetry: tuned kernels, or the plain bodies.</summary>
    protected static SymmetricConvPath Ordinary(Device device) =>
        device is CpuDevice { UsesTunedKernels: true } ? SymmetricConvPath.Dense : SymmetricConvPath.Plain;
}
