namespace Equivariant.Training;

/// <summary>
/// Adam (Kingma and Ba 2015), as PyTorch's <c>Adam</c>: running means m of the gradient and v of its square, step learningRate·m̂
/// / (√v̂ + ε) with both means corrected for their start from zero; weight decay is added to the gradient.
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
    public Adam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
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
    protected override void Update(Tensor parameter, Tensor gradient, Tensor? memory, int step) =>
        AdamUpdate.Apply(parameter, gradient, memory!, new(
            StepSize: LearningRate / (1 - Math.Pow(beta1, step)), beta1, beta2,
            RootCorrection: Math.Sqrt(1 - Math.Pow(beta2, step)), epsilon, decoupled ? 0 : weightDecay,
            Shrink: decoupled ? 1 - (LearningRate * weightDecay) : 1, amsgrad));
}

/// <summary>
/// Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019), as PyTorch's <c>AdamW</c>: each step first
/// multiplies the parameter by 1 − learningRate·weightDecay.
/// </summary>
/// <inheritdoc cref="Adam(IEnumerable{Tensor}, double, double, double, double, double, bool)" path="/param|/exception"/>
public sealed class AdamW(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
    double epsilon = 1e-8, double weightDecay = 1e-2, bool amsgrad = false)
    : Adam(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: true);
