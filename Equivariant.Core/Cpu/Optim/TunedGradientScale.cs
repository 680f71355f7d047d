namespace Equivariant.Cpu;

/// <summary>A gradient times a number by vectors.</summary>
internal sealed class TunedGradientScale : ITuned<GradientScale.Scale, double>
{
    public bool TryRun(CpuDevice device, int count, in double factor, in Operands operands) =>
        VectorMap.TryRun(device, count, operands with { A = operands.Y }, new Function((float)factor));

    private readonly struct Function(float factor) : IVectorFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector IVectorFunction.Apply<TVector>(TVector a, TVector b, TVector c) => a * TVector.Fill(factor);
    }
}

/// <summary>Sums of squares of a gradient, chunk by chunk.</summary>
internal sealed unsafe class TunedGradientSquares : ITuned<GradientScale.Squares, GradientScale.SquaresArgs>
{
    public bool TryRun(CpuDevice device, int count, in GradientScale.SquaresArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        VectorWidth.For(device, count, VectorMap.SmallestShare / GradientScale.Chunk,
            new Chunks(args, CpuDevice.Pointer<float>(operands.Y), CpuDevice.Pointer<float>(operands.A)));
        return true;
    }

    private readonly struct Chunks(GradientScale.SquaresArgs args, float* sums, float* gradient) : IVectorRange
    {
        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var chunk = start; chunk < end; chunk++)
            {
                var first = chunk * GradientScale.Chunk;
                sums[args.Start + chunk] = (float)VectorSums.SquaredDistances<TVector>(
                    gradient + first, Math.Min(GradientScale.Chunk, args.Count - first), 0);
            }
        }
    }
}
