namespace Equivariant.Cpu;

/// <summary>A constant in all places.</summary>
internal sealed unsafe class TunedFill : VectorKernel<FillKernel, double>
{
    protected override (int Items, int Smallest) Share(int count, in double args) => (count, 4 * VectorMap.SmallestShare);

    protected override void Run<TVector>(int start, int end, in double args, in CpuOperands b) =>
        new Span<float>(b.Y + start, end - start).Fill((float)args);
}
