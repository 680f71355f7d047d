namespace Equivariant.Cpu;

/// <summary>Largest elements over any axes by vectors.</summary>
internal sealed class TunedMax : ITuned<ExtremumOp.Forward<ExtremumOp.Larger>, ReduceArgs>
{
    public bool TryRun(CpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        VectorFolds.TryRun(device, count, args, operands.Y, operands.A!, null, new Fold());

    /// <summary>A: the largest so far.</summary>
    private readonly struct Fold : IVectorFold
    {
        public (Vector<float> A, Vector<float> B) Begin(Vector<float> first, Vector<float> own) => (first, default);

        public void Step(Vector<float> x, ref Vector<float> a, ref Vector<float> b) =>
            a = Vector.ConditionalSelect(Lanes.TakesOver(x, a), x, a);

        public Vector<float> End(Vector<float> a, Vector<float> b) => a;

        public float Neutral(float first) => first;

        public double Join(double part, double other) => other > part || double.IsNaN(other) ? other : part;
    }
}

/// <summary>Smallest elements over any axes by vectors.</summary>
internal sealed class TunedMin : ITuned<ExtremumOp.Forward<ExtremumOp.Smaller>, ReduceArgs>
{
    public bool TryRun(CpuDevice device, int count, in ReduceArgs args, in Operands operands) =>
        VectorFolds.TryRun(device, count, args, operands.Y, operands.A!, null, new Fold());

    /// <summary>A: the smallest so far.</summary>
    private readonly struct Fold : IVectorFold
    {
        public (Vector<float> A, Vector<float> B) Begin(Vector<float> first, Vector<float> own) => (first, default);

        // NaN has no sign, and changes none.
        public void Step(Vector<float> x, ref Vector<float> a, ref Vector<float> b) =>
            a = Vector.ConditionalSelect(Lanes.TakesOver(-x, -a), x, a);

        public Vector<float> End(Vector<float> a, Vector<float> b) => a;

        public float Neutral(float first) => first;

        public double Join(double part, double other) => other < part || double.IsNaN(other) ? other : part;
    }
}
