namespace Equivariant.Training;

/// <summary>The norm of all gradients as one vector; see <see cref="Optimizer.ClipGradNorm"/>.</summary>
internal static class GradientNorm
{
    public static double Clip(IEnumerable<Tensor> parameters, double maxNorm)
    {
        if (!(maxNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "The largest norm of the gradients is more than 0.");
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        var squares = gradients.GroupBy(gradient => (gradient.DType, gradient.Device))
            .Sum(alike => GradientScale.SumOfSquares([.. alike]));
        var norm = Math.Sqrt(squares);
        // PyTorch's formula; its 1e-6 leaves the clipped norm a little below the largest one.
        var factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1))
        {
            foreach (var gradient in gradients)
                GradientScale.Multiply(gradient, factor);
        }
        return norm;
    }
}
