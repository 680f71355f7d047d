namespace Equivariant.Layers;

/// <summary>
/// A layer on views: block h of [|G|·N, …] holds the images turned by the inverse of element h, so that turning it by h aligns it
/// with the image. An image turned by r has the view of r⁻¹·h in block h: a result turns, and its views change places.
/// </summary>
public abstract class CyclicViews : Module
{
    private protected CyclicViews(SymmetryGroup group) => Group = group;

    /// <inheritdoc/>
    public override string Description => $"{GetType().Name}({Group.Name})";

    /// <inheritdoc/>
    public override SymmetryClaim Symmetry => SymmetryClaim.Of(Group);

    private protected SymmetryGroup Group { get; }

    private protected IEnumerable<int> Elements => Enumerable.Range(0, Group.Order);

    /// <summary>The view of an element, turned by another; one without spatial axes stays as it is.</summary>
    private protected Tensor Turned(Tensor x, int element, int by)
    {
        var images = x.Shape[0] / Group.Order;
        var view = Ops.Slice(x, 0, element * images, images);
        return x.Shape.Rank > 2 ? Ops.Turn(view, Group.Elements[by]) : view;
    }

    /// <exception cref="ShapeException">The batch does not divide, or images do not turn into images of their size.</exception>
    private protected void Check(Shape shape, bool hasViews = true)
    {
        var layer = GetType().Name;
        if (hasViews && (shape.Rank < 2 || shape[0] % Group.Order != 0))
            throw new ShapeException(
                $"{layer}: the batch of {shape} must hold {Group.Order} views of each image; slice the images first.");
        if (shape.Rank <= 2 && hasViews)
            return;
        if (shape.Rank != Group.Rank + 2)
            throw new ShapeException($"{layer}: {Group} turns {Group.Rank} spatial axes, the input is {shape}.");
        foreach (var element in Group.Elements)
        {
            if (Enumerable.Range(0, Group.Rank).Any(axis => shape[axis + 2] != shape[element.Axis(axis) + 2]))
                throw new ShapeException($"{layer}: {element.Name} exchanges axes of {shape}, which must be of one length.");
        }
    }
}

/// <summary>Puts every image in all its turned views on the batch axis: [N, …] becomes [|G|·N, …] (Dieleman et al.
/// 2016).</summary>
/// <param name="group">The turns; block h is the images turned by the inverse of element h.</param>
public sealed class CyclicSlice(SymmetryGroup group) : CyclicViews(group)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Check(x.Shape, hasViews: false);
        return Ops.Concat([.. Elements.Select(h => Ops.Turn(x, Group.Elements[Group.Inverse(h)]))], 0);
    }
}

/// <summary>
/// Lets every view see the others: joins to its channels those of all views, turned into its frame. [|G|·N, C, …] becomes
/// [|G|·N, |G|·C, …] (Dieleman et al. 2016).
/// </summary>
/// <param name="group">As given to the slice.</param>
public sealed class CyclicRoll(SymmetryGroup group) : CyclicViews(group)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Check(x.Shape);
        // In the frame of view h stands, for each g, the view of h·g turned by g.
        return Ops.Concat(
            [.. Elements.Select(h => Ops.Concat([.. Elements.Select(g => Turned(x, Group.Product(h, g), g))], 1))], 0);
    }
}

/// <summary>
/// Joins all views, aligned with the image, as orientations of each channel: [|G|·N, C, …] becomes [N, C·|G|, …], channel
/// <c>c · |G| + h</c> as group convolutions have them (Dieleman et al. 2016).
/// </summary>
/// <param name="group">As given to the slice.</param>
public sealed class CyclicStack(SymmetryGroup group) : CyclicViews(group)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Check(x.Shape);
        var (shape, batch) = (x.Shape, x.Shape[0] / Group.Order);
        var views = Elements.Select(h => Ops.Reshape(Turned(x, h, h), batch, shape[1], 1, shape.CountOf(2, shape.Rank)));
        return Ops.Reshape(Ops.Concat([.. views], 2), [batch, shape[1] * Group.Order, .. shape.ToArray().AsSpan(2)]);
    }
}

/// <summary>
/// Joins all views, aligned with the image, to one: [|G|·N, C, …] becomes [N, C, …] (Dieleman et al. 2016). Behind dense layers,
/// [|G|·N, C], there is nothing to align, and the result does not change with the image's turn.
/// </summary>
/// <param name="group">As given to the slice.</param>
/// <param name="reduction">Mean, maximum or sum.</param>
/// <exception cref="ArgumentException">No reduction.</exception>
public sealed class CyclicPool(SymmetryGroup group, OrientationReduction reduction = OrientationReduction.Mean)
    : CyclicViews(group)
{
    private readonly CyclicStack stack = new(group);
    private readonly GroupPool pool = new(group, reduction);

    /// <inheritdoc/>
    public override string Description => $"CyclicPool({Group.Name}, {reduction.ToString().ToLowerInvariant()})";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Check(x.Shape);
        return pool.Forward(stack.Forward(x));
    }
}
