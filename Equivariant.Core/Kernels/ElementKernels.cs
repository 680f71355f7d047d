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

/// <summary>Y = A.</summary>
internal readonly struct CopyKernel : IKernel<NoArgs>
{
    static void IKernel<NoArgs>.Run<T, TReal, TIndex>(int i, in NoArgs args, in Buffers<TReal, TIndex> b)
    {
        var y = b.Y;
        y[i] = b.A[i];
    }
}

/// <summary>Y = a constant.</summary>
internal readonly struct FillKernel : IKernel<double>
{
    static void IKernel<double>.Run<T, TReal, TIndex>(int i, in double value, in Buffers<TReal, TIndex> b)
    {
        var y = b.Y;
        y[i] = TReal.Of(value);
    }
}
