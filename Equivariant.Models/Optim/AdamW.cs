namespace Equivariant.Training;

/// <summary>
/// Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019), as PyTorch's <c>AdamW</c>: each step first
/// multiplies the parameter by 1 − learningRate·weightDecay.
/// </summary>
/// <param name="parameters">Tensors with gradients.</param>
/// <param name="learningRate">The rate.</param>
/// <param name="beta1">How much of the mean of the gradient stays each step, 0 to less than 1.</param>
/// <param name="beta2">How much of the mean of its square stays each step, 0 to less than 1.</param>
/// <param name="epsilon">Keeps the denominator from 0.</param>
/// <param name="weightDecay">Part of the parameter, times the rate, that goes each step.</param>
/// <param name="amsgrad">Divide by the largest mean square so far.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting out of its range.</exception>
public sealed class AdamW(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
    double epsilon = 1e-8, double weightDecay = 1e-2, bool amsgrad = false)
    : Adam(parameters, learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, decoupled: true);
