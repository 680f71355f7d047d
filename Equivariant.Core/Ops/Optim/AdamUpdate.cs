namespace Equivariant;

/// <summary>
/// The update of Adam (Kingma and Ba 2015): m = β₁·m + (1 − β₁)·g, v = β₂·v + (1 − β₂)·g², p = shrink·p − stepSize·m / (√v /
/// rootCorrection + ε), with weightDecay·p added to g.
/// </summary>
public static class AdamUpdate
{
    /// <summary>Changes a parameter in place on its device.</summary>
    /// <param name="parameter">p.</param>
    /// <param name="gradient">g, with as many elements.</param>
    /// <param name="memory">m and v one after the other and, where wanted, the largest v so far; changed in place.</param>
    /// <param name="constants">Everything else.</param>
    /// <exception cref="ShapeException">The tensors differ in number of elements, element type or device.</exception>
    public static void Apply(Tensor parameter, Tensor gradient, Tensor memory, in AdamConstants constants)
    {
        UpdateShapes.Check(nameof(AdamUpdate), parameter, gradient, memory, constants.AmsGrad ? 3 : 2);
        var args = new Args(parameter.Count, constants.StepSize, constants.Beta1, constants.Beta2, constants.RootCorrection,
            constants.Epsilon, constants.WeightDecay, constants.Shrink, constants.AmsGrad ? 1 : 0);
        Ops.Launch<Kernel, Args>(parameter.Count, args, new Operands { Y = parameter, Y2 = memory, A = gradient }, 20);
    }

    /// <summary>As <see cref="AdamConstants"/>, with the distance between the rows of the memory.</summary>
    internal readonly record struct Args(int Count, double StepSize, double Beta1, double Beta2, double RootCorrection,
        double Epsilon, double WeightDecay, double Shrink, int AmsGrad);

    internal readonly struct Kernel : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var p = b.Y;
            var memory = b.Y2;
            var gradient = b.A[i] + (TReal.Of(args.WeightDecay) * p[i]);
            var m = (TReal.Of(args.Beta1) * memory[i]) + (TReal.Of(1 - args.Beta1) * gradient);
            var v = (TReal.Of(args.Beta2) * memory[args.Count + i]) + (TReal.Of(1 - args.Beta2) * gradient * gradient);
            memory[i] = m;
            memory[args.Count + i] = v;
            if (args.AmsGrad != 0)
            {
                var largest = memory[(2 * args.Count) + i];
                v = v > largest ? v : largest;
                memory[(2 * args.Count) + i] = v;
            }
            var denominator = (T.Sqrt(v) / TReal.Of(args.RootCorrection)) + TReal.Of(args.Epsilon);
            p[i] = (p[i] * TReal.Of(args.Shrink)) - (TReal.Of(args.StepSize) * m / denominator);
        }
    }
}

/// <summary>The numbers of one <see cref="AdamUpdate"/>.</summary>
/// <param name="StepSize">Learning rate, with the correction of m for its start from zero.</param>
/// <param name="Beta1">Part of m that stays.</param>
/// <param name="Beta2">Part of v that stays.</param>
/// <param name="RootCorrection">√(1 − β₂ᵗ), by which √v is divided.</param>
/// <param name="Epsilon">Least denominator.</param>
/// <param name="WeightDecay">Part of the parameter in its gradient.</param>
/// <param name="Shrink">Factor of the parameter before the step.</param>
/// <param name="AmsGrad">Whether to divide by the largest v so far.</param>
public readonly record struct AdamConstants(double StepSize, double Beta1, double Beta2, double RootCorrection, double Epsilon,
    double WeightDecay, double Shrink, bool AmsGrad);
