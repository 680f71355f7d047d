namespace Equivariant;

public static partial class Ops
{
    /// <summary>A fully connected layer over the last axis: y[…,o] = bias[o] + Σ weight[o,i] · x[…,i].</summary>
    /// <param name="x">[…,in].</param>
    /// <param name="weight">[out,in].</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[…,out].</returns>
    /// <exception cref="ShapeException">Shapes that do not fit together.</exception>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        CheckAlike(nameof(Linear), x, weight, bias);
        if (weight.Shape.Rank != 2)
            throw new ShapeException($"Linear: the weight {weight.Shape} must be [out,in].");
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        if (x.Shape.Rank == 0 || x.Shape[-1] != inputs)
            throw new ShapeException($"Linear: input {x.Shape} must end with the {inputs} inputs of the weight {weight.Shape}.");
        if (bias is not null && bias.Shape != [outputs])
            throw new ShapeException(
                $"Linear: bias {bias.Shape} must be [{outputs}], one number a row of the weight {weight.Shape}.");
        var rows = x.Shape.CountOf(0, x.Shape.Rank - 1);
        var args = new MatrixProductArgs(
            1, rows, outputs, inputs, new(0, inputs, 1), new(0, 1, inputs), bias is null ? 0 : 1);
        var y = MultiplyMatrices(nameof(Linear), x, weight, bias, x.Shape.With(-1, outputs), args);
        return Tape.Result(nameof(Linear), y, [x, weight, bias], (dy, gradients) =>
        {
            if (gradients.Wants(x))
                gradients.Add(x, MultiplyMatrices(nameof(Linear), dy, weight, null, x.Shape, args.ForLeftGradient()));
            if (gradients.Wants(weight))
                gradients.Add(weight, MultiplyMatrices(gradients.New(weight), dy, x, null, args.ForTransposedRightGradient()));
            if (bias is not null && gradients.Wants(bias))
                gradients.Add(bias, SumPerChannel(gradients.New(bias), View(dy, [rows, outputs])));
        });
    }
}
