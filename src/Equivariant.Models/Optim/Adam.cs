using Equivariant.Kernels;

namespace Equivariant.Optim;

/// <summary>
/// Adam (Kingma and Ba 2015), as PyTorch's <c>Adam</c>: running means m of the gradient and v of its square, step
/// learningRate·m̂ / (√v̂ + ε) with both means corrected for their start from zero; weight decay is added to the gradient.
/// </summary>
public class Adam : Optimizer
{
    private readonly double beta1, beta2, epsilon, weightDecay;
    private readonly bool amsgrad, decoupled;

    /// <summary>Adam for some parameters.</summary>
    /// <param name="parameters">Tensors with gradients.</param>
    /// <param name="learningRate">The rate.</param>
    /// <param name="beta1">How much of m stays each step, 0 to less than 1.</param>
    /// <param name="beta2">How much of v stays each step, 0 to less than 1.</param>
    /// <param name="epsilon">Keeps the denominator from 0.</param>
    /// <param name="weightDecay">Factor of the parameter that is added to its gradient.</param>
    /// <param name="amsgrad">Divide by the largest v so far (Reddi et al. 2018).</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting out of its range.</exception>
    public Adam(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: false)
    {
    }

    private protected Adam(IEnumerable<Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon,
        double weightDecay, bool amsgrad, bool decoupled)
        : base(parameters, learningRate)
    {
        foreach (var beta in new[] { beta1, beta2 })
        {
            if (beta is not (>= 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(beta1), beta, "beta1 and beta2 lie between 0 and 1, without 1.");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        (this.beta1, this.beta2, this.epsilon, this.weightDecay) = (beta1, beta2, epsilon, weightDecay);
        (this.amsgrad, this.decoupled) = (amsgrad, decoupled);
    }

    /// <inheritdoc/>
    protected override int MemoryPerElement => amsgrad ? 3 : 2;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, Tensor? memory, int step)
    {
        var args = new Args(parameter.Count, LearningRate / (1 - Math.Pow(beta1, step)), beta1, beta2,
            Math.Sqrt(1 - Math.Pow(beta2, step)), epsilon, decoupled ? 0 : weightDecay,
            decoupled ? 1 - (LearningRate * weightDecay) : 1, amsgrad ? 1 : 0);
        parameter.Device.Launch<Kernel, Args>(parameter.Count, args,
            new Operands { Y = parameter, Y2 = memory, A = gradient }, 20);
    }

    /// <param name="Count">Elements, and the distance between the rows m, v and largest v of the memory.</param>
    /// <param name="StepSize">Learning rate, with the correction of m.</param>
    /// <param name="Beta1">Part of m that stays.</param>
    /// <param name="Beta2">Part of v that stays.</param>
    /// <param name="RootCorrection">√(1 − β₂ᵗ), by which √v is divided.</param>
    /// <param name="Epsilon">Least denominator.</param>
    /// <param name="WeightDecay">Part of the parameter in its gradient.</param>
    /// <param name="Shrink">Factor of the parameter before the step.</param>
    /// <param name="AmsGrad">Whether to keep the largest v.</param>
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
