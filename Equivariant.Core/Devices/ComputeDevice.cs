namespace Equivariant;

/// <summary>A device that runs kernels. The seam between the ops and the hardware: an op knows only this class.</summary>
public abstract class ComputeDevice : Device
{
    /// <summary>Runs a kernel body for every index below <paramref name="count"/>, or a tuned kernel in its place.</summary>
    /// <param name="count">How many indices.</param>
    /// <param name="args">Shapes and constants.</param>
    /// <param name="operands">Tensors of this device.</param>
    /// <param name="workPerItem">Rough number of operations per index, to judge whether more cores pay.</param>
    internal abstract void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged;

    internal override void Fill(Tensor target, double value) =>
        Launch<FillKernel, double>(target.Count, value, new Operands { Y = target });
}
