namespace Equivariant;

/// <summary>Y = A.</summary>
internal readonly struct CopyKernel : IKernel<NoArgs>
{
    static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
    {
        var y = b.Y;
        y[i] = b.A[i];
    }
}
