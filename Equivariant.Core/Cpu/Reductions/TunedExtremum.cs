namespace Equivariant.Cpu;

/// <summary>Largest or smallest elements over any axes by vectors.</summary>
internal sealed class TunedExtremum<TOrder> : ITuned<ExtremumOp.Forward<TOrder>, ReduceArgs>
    where TOrder : struct, ExtremumOp.IOrder
{
    public bool TryRun(CpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        VectorFolds.TryRun(device, count, args, operands.Y, operands.A!, null, new Fold());

    /// <summary>A: the best so far.</summary>
    private readonly struct Fold : IVectorFold
    {
        (TVector A, TVector B) IVectorFold.Begin<TVector>(TVector first, TVector own) => (first, default);

        // NaN has no sign, and changes none.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void IVectorFold.Step<TVector>(TVector x, ref TVector a, ref TVector b) => a = typeof(TOrder) == typeof(ExtremumOp.Larger)
            ? TVector.WhereLarger(x, a, x, a)
            : TVector.WhereLarger(-x, -a, x, a);

        public float Neutral(float first) => first;

        public double Join(double part, double other) => TOrder.Before(other, part) || double.IsNaN(other) ? other : part;
    }
}
