namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// Transposed convolution, as PyTorch's <c>conv_transpose1d</c> to <c>conv_transpose3d</c>: the adjoint of a convolution in
    /// its input. Every cell of x lays a kernel into the result, <c>stride</c> cells apart:
    /// y[n,o,stride·p + dilation·τ − padding] += weight[c,o,τ] · x[n,c,p], over the channels c of o's group; plus bias[o].
    /// </summary>
    /// <param name="x">[N,C,W], [N,C,H,W] or [N,C,D,H,W].</param>
    /// <param name="weight">[C,O/groups,k…], as many spatial axes as <paramref name="x"/>.</param>
    /// <param name="bias">[O], or null for none.</param>
    /// <param name="options">Stride, padding (numbers, zeros), dilation, groups; null for PyTorch's defaults.</param>
    /// <param name="outputPadding">Cells added at the end of each axis of the result, smaller than the stride or the dilation.
    /// With a symmetric kernel the op commutes with turns and mirror images on every size, unless this is not 0.</param>
    /// <returns>[N,O,…], each axis (size − 1)·stride − 2·padding + dilation·(k − 1) + outputPadding + 1 long.</returns>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together.</exception>
    public static Tensor ConvTranspose(
        Tensor x, Tensor weight, Tensor? bias = null, ConvOptions? options = null, PerAxis outputPadding = default)
    {
        CheckAlike(nameof(ConvTranspose), x, weight, bias);
        var geometry = ConvGeometry.OfTransposed(
            nameof(ConvTranspose), x.Shape, weight.Shape, options ?? ConvOptions.Default, outputPadding);
        if (bias is not null && bias.Shape != [geometry.InChannels])
            throw new ShapeException($"ConvTranspose: bias {bias.Shape} must be [{geometry.InChannels}], one number an output "
                + $"channel of {weight.Shape} (groups {geometry.Groups}).");
        var y = ConvDataGradient(x, weight, geometry.Source(x.Shape.Rank), geometry);
        if (bias is not null)
            EpilogueOp.AddPerChannel(y, bias);
        return Tape.Result(nameof(ConvTranspose), y, [x, weight, bias], (dy, gradients) =>
        {
            if (gradients.Wants(x))
                gradients.Add(x, ConvOf(dy, weight, x.Shape, geometry));
            if (gradients.Wants(weight))
                gradients.Add(weight, ConvWeightGradient(gradients.New(weight), x, dy, geometry));
            if (bias is not null && gradients.Wants(bias))
                gradients.Add(bias, SumPerChannel(gradients.New(bias), dy));
        });
    }

    /// <summary>
    /// Transposed convolution by kernels whose taps share parameters: <see cref="ConvTranspose"/> with the dense kernels that
    /// the parameters stand for (<see cref="ExpandKernel"/>).
    /// </summary>
    /// <param name="x">[N,C,W], [N,C,H,W] or [N,C,D,H,W].</param>
    /// <param name="theta">Parameters [C, O/groups, parameters].</param>
    /// <param name="bias">[O], or null for none.</param>
    /// <param name="tables">An index map of one orientation, on the device of <paramref name="x"/>; outlives the tape.</param>
    /// <param name="options">Stride, padding (numbers, zeros), dilation, groups; null for PyTorch's defaults.</param>
    /// <param name="outputPadding">Cells added at the end of each axis of the result.</param>
    /// <returns>As <see cref="ConvTranspose"/>.</returns>
    /// <exception cref="ShapeException">Shapes or settings that do not fit together, or a map of several
    /// orientations.</exception>
    public static Tensor SymmetricConvTranspose(
        Tensor x, Tensor theta, Tensor? bias, IndexTables tables, ConvOptions? options = null, PerAxis outputPadding = default)
    {
        if (tables.Map.Orientations != 1)
        {
            throw new ShapeException($"SymmetricConvTranspose: the index map ({tables.Map}) has {tables.Map.Orientations} "
                + "oriented copies; a transposed convolution takes one.");
        }
        return ConvTranspose(x, ExpandKernel(theta, tables), bias, options, outputPadding);
    }

    /// <summary>The convolution of a geometry, without bias.</summary>
    private static Tensor ConvOf(Tensor x, Tensor weight, Shape shape, in ConvGeometry geometry)
    {
        var y = New(shape, x, nameof(Conv));
        Launch<ConvOp.Forward, ConvArgs>(
            y.Count, new(geometry, false), new Operands { Y = y, A = x, B = weight }, geometry.Products);
        return y;
    }
}
