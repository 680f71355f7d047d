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
internal sealed unsafe class TunedGradientSquares : VectorKernel<GradientScale.Squares, GradientScale.SquaresArgs>
{
    protected override (int Items, int Smallest) Share(int count, in GradientScale.SquaresArgs args) =>
        (count, VectorMap.SmallestShare / GradientScale.Chunk);

    protected override void Run<TVector>(int start, int end, in GradientScale.SquaresArgs args, in CpuOperands b)
    {
        for (var chunk = start; chunk < end; chunk++)
        {
            var first = chunk * GradientScale.Chunk;
            b.Y[args.Start + chunk] = (float)VectorSums.SquaredDistances<TVector>(
                b.A + first, Math.Min(GradientScale.Chunk, args.Count - first), 0);
        }
    }
}
