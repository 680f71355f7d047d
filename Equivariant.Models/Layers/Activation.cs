namespace Equivariant.Layers;

/// <summary>A function of every element by itself; commutes with every turn.</summary>
public sealed class Activation : Module
{
    private readonly Func<Tensor, Tensor> function;

    private Activation(string name, Func<Tensor, Tensor> function)
    {
        Description = name;
        this.function = function;
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Whether the function is <see cref="Ops.Relu"/>.</summary>
    internal bool IsRelu { get; private init; }

    /// <summary>See <see cref="Ops.Relu"/>.</summary>
    public static Activation Relu() => new("Relu", Ops.Relu) { IsRelu = true };

    /// <summary>See <see cref="Ops.LeakyRelu"/>.</summary>
    public static Activation LeakyRelu(double slope = 0.01) => new($"LeakyRelu({slope})", x => Ops.LeakyRelu(x, slope));

    /// <summary>See <see cref="Ops.Gelu"/>.</summary>
    public static Activation Gelu(bool tanh = false) => new(tanh ? "Gelu(tanh)" : "Gelu", x => Ops.Gelu(x, tanh));

    /// <summary>See <see cref="Ops.Sigmoid"/>.</summary>
    public static Activation Sigmoid() => new("Sigmoid", Ops.Sigmoid);

    /// <summary>See <see cref="Ops.Tanh"/>.</summary>
    public static Activation Tanh() => new("Tanh", Ops.Tanh);

    /// <summary>See <see cref="Ops.Elu"/>.</summary>
    public static Activation Elu(double alpha = 1) => new($"Elu({alpha})", x => Ops.Elu(x, alpha));

    /// <summary>See <see cref="Ops.Silu"/>.</summary>
    public static Activation Silu() => new("Silu", Ops.Silu);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Pointwise(input);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => function(x);
}
