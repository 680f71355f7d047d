namespace Equivariant.Layers;

/// <summary>What a <see cref="SpatialTransformer"/> may do to an image.</summary>
public enum TransformKind
{
    /// <summary>Any affine map, six numbers.</summary>
    Affine,

    /// <summary>A turn about the middle, two numbers in the direction of its cosine and sine.</summary>
    Rotation,
}

/// <summary>
/// A spatial transformer (Jaderberg et al. 2015): a small network looks at the image and says how to turn, shift and stretch it
/// before the next layer sees it. A rival of symmetric kernels: it learns to undo turns, but promises nothing. Images only.
/// </summary>
public sealed class SpatialTransformer : Module
{
    private readonly TransformKind kind;
    private readonly Module localiser;
    private readonly Linear head;

    /// <summary>A spatial transformer that starts as the identity.</summary>
    /// <param name="localiser">From [N,C,H,W] to [N, features].</param>
    /// <param name="features">What it gives.</param>
    /// <param name="init">Device and element type.</param>
    /// <param name="kind">What may be done to the image.</param>
    /// <exception cref="ArgumentException">No features.</exception>
    public SpatialTransformer(Module localiser, int features, Initializer init, TransformKind kind = TransformKind.Rotation)
    {
        this.kind = kind;
        this.localiser = Child("localiser", localiser);
        head = Child("head", new Linear(features, kind == TransformKind.Affine ? 6 : 2, init));
        foreach (var (_, tensor) in head.NamedParameters())
            tensor.Fill(0);
    }

    /// <summary>One with a localiser of two 5×5 convolutions of 8 and 16 channels and a global average pool.</summary>
    public static SpatialTransformer Create(int inChannels, Initializer init, TransformKind kind = TransformKind.Rotation)
    {
        var same = new ConvOptions { Padding = 2 };
        return new(
            new Sequential(
                new Conv(2, inChannels, 8, 5, init, same), Activation.Relu(), new MaxPool(2),
                new Conv(2, 8, 16, 5, init, same), Activation.Relu(), new GlobalAvgPool()),
            16, init, kind);
    }

    /// <inheritdoc/>
    public override string Description => $"SpatialTransformer({kind.ToString().ToLowerInvariant()})";

    /// <summary>Nothing: what the localiser learns about one direction it need not know of another.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.None;

    internal override bool IsAtomic => true;

    /// <summary>The maps for images, [N,2,3]; see <see cref="Ops.AffineSample"/>.</summary>
    public Tensor Maps(Tensor x)
    {
        var numbers = head.Forward(localiser.Forward(x));
        var batch = numbers.Shape[0];
        if (kind == TransformKind.Affine)
            return Ops.Reshape(Ops.Add(numbers, Constant([1, 0, 0, 0, 1, 0], x)), batch, 2, 3);
        // (1 + a, b) as a direction: no angle is far from another, and the identity is where both are zero.
        var direction = Ops.Add(numbers, Constant([1, 0], x));
        var length = Ops.Sqrt(Ops.Sum(Ops.Square(direction), [1], keepDim: true) + 1e-12);
        var unit = Ops.Divide(direction, length);
        // [cos, sin]·T = [cos, −sin, 0, sin, cos, 0].
        return Ops.Reshape(
            Ops.MatMul(unit, Ops.Reshape(Constant([1, 0, 0, 0, 1, 0, 0, -1, 0, 1, 0, 0], x), 2, 6)), batch, 2, 3);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Shape.Rank == 4 ? Ops.AffineSample(x, Maps(x))
        : throw new ShapeException($"SpatialTransformer: the input {x.Shape} must be images [N,C,H,W].");

    private static Tensor Constant(double[] values, Tensor like)
    {
        var tensor = Tensor.FromDoubles(values, [values.Length], like.DType, like.Device);
        return Tape.Current?.Own(tensor) ?? tensor;
    }
}
