namespace Equivariant.Cpu;

/// <summary>Sums over any axes by vectors, compensated as in the plain body.</summary>
internal sealed class TunedSum : ITuned<SumOp.Forward, ReduceArgs>
{
    public bool TryRun(CpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        VectorFolds.TryRun(device, count, args, operands.Y, operands.A!, null, new Fold());

    /// <summary>A: the sum; B: what rounding added to it.</summary>
    private readonly struct Fold : IVectorFold
    {
        (TVector A, TVector B) IVectorFold.Begin<TVector>(TVector first, TVector own) => (default, default);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorFold.Step<TVector>(TVector x, ref TVector a, ref TVector b)
        {
            var term = x - b;
            var next = a + term;
            b = next - a - term;
            a = next;
        }

        public float Neutral(float first) => 0;

        public double Join(double part, double other) => part + other;
    }
}
