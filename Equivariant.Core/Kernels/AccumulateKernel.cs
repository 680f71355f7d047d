namespace Equivariant;

/// <summary>Y = A + B, all of one shape; Y may be A.</summary>
internal readonly struct AccumulateKernel : IKernel<NoArgs>
{
    static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
    {
        var y = b.Y;
        y[i] = b.A[i] + b.B[i];
    }
}
