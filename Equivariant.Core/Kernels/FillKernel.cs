namespace Equivariant;

/// <summary>Y = a constant.</summary>
internal readonly struct FillKernel : IKernel<double>
{
    static void IKernel<double>.Run<T, TReal, TIndex>(int i, in double value, in Buffers<TReal, TIndex> b)
    {
        var y = b.Y;
        y[i] = TReal.Of(value);
    }
}
