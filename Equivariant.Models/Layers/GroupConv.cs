namespace Equivariant.Layers;

/// <summary>What <see cref="LiftingConv"/> and <see cref="GroupConv"/> share: a kernel for each element of a group, made of few
/// weights by an index map.</summary>
/// <remarks>Images and volumes. Where the device has a transform for the copies, as the CPU has for images, they are never
/// written out; elsewhere they are expanded in each step and convolved as an ordinary layer's.</remarks>
public abstract class GroupConvBase : ConvLayer
{
    private readonly GroupTables? joint;
    private readonly IndexTables? lifting;
    private readonly int orientations;

    /// <param name="group">On 2 axes (p4: <see cref="SymmetryGroups.C4"/>, p4m: <see cref="SymmetryGroups.D4"/>) or 3.</param>
    /// <param name="lifts">Whether the input has ordinary channels, not orientations.</param>
    /// <param name="inChannels">Channels of the input, not counting orientations; a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, likewise.</param>
    /// <param name="kernelSize">Taps an axis, the same on axes that the group exchanges.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, one a channel, shared by its orientations.</param>
    /// <param name="weightInit">How the weights are drawn; the fan counts orientations.</param>
    /// <exception cref="ArgumentException">Channels that the groups do not divide, a kernel that the group turns into another
    /// shape, or settings that are out of range or for another number of axes.</exception>
    private protected GroupConvBase(
        SymmetryGroup group, bool lifts, int inChannels, int outChannels, PerAxis kernelSize, Initializer init,
        ConvOptions? options, bool bias, ConvInit weightInit)
        : base(group.Rank, inChannels, outChannels, kernelSize, options)
    {
        (Group, orientations) = (group, lifts ? 1 : group.Order);
        var device = init.Device ?? Device.Cpu;
        if (lifts)
            lifting = Owned(new IndexTables(GroupKernels.Lifting(group, Taps), device));
        else
            joint = Owned(new GroupTables(group, Taps, device));
        // A shape has five axes: for orientations of volumes the taps share one.
        Shape shape = lifts ? [outChannels, InGroup, .. Taps]
            : Rank < 3 ? [outChannels, InGroup, orientations, .. Taps] : [outChannels, InGroup, orientations, TapCount];
        Draw(init, shape, 1 / Math.Sqrt((double)InGroup * Copies.Map.Parameters), bias ? outChannels : 0, weightInit,
            (double)outChannels * group.Order * TapCount);
    }

    /// <summary>The group; the result has an orientation for each of its elements, in its order.</summary>
    public SymmetryGroup Group { get; }

    /// <inheritdoc/>
    public override string Description =>
        $"{GetType().Name}({Group.Name}, {InChannels}→{OutChannels}, {string.Join('×', Taps)}{Options.Suffix})";

    /// <summary>The group: turned by one of its elements, the orientations of input and result turn and change places. A single
    /// tap turns with everything.</summary>
    private protected override SymmetryClaim KernelSymmetry => TapCount == 1 ? SymmetryClaim.All : SymmetryClaim.Of(Group);

    private IndexTables Copies => joint?.Copies ?? lifting!;

    /// <summary>The dense kernels of all elements, [out · |G|, in/groups · orientations of the input, taps…].</summary>
    internal Tensor FilterBank() =>
        Ops.Reshape(Ops.ExpandKernel(Weights(), Copies), [OutChannels * Group.Order, InGroup * orientations, .. Taps]);

    /// <summary>Products that are made, as a share of those by the kernels of all elements.</summary>
    internal double ShareOfProducts(Shape input)
    {
        var (map, weights) = (Copies.Map, new Shape(OutChannels, InGroup, Copies.Map.Parameters));
        var path = joint is null ? SymmetricConvChoice.Of(Copies.Device, input, weights, map, Options)
            : SymmetricConvChoice.Of(Copies.Device, input, weights, joint, Options);
        return path.IsTransformed() ? (double)SymmetricConvChoice.FactorisedProducts(map)! / (map.Taps * map.Orientations) : 1;
    }

    internal override Tensor Forward(Tensor x, Epilogue epilogue)
    {
        if (x.Shape.Rank != Rank + 2 || x.Shape[1] != InChannels * orientations)
            throw new ShapeException($"{Description}: the input {x.Shape} must be [N, {InChannels * orientations}"
                + $"{string.Concat(Enumerable.Repeat(", size", Rank))}]"
                + (joint is null ? "." : $": {orientations} orientations for each channel; lift the image first."));
        return joint is null ? Ops.SymmetricConv(x, Weights(), Bias, lifting!, Options, OrientationReduction.None, epilogue)
            : Ops.GroupConv(x, Weights(), Bias, joint, Options, epilogue);
    }

    private Tensor Weights() => Ops.Reshape(Weight, OutChannels, InGroup, Copies.Map.Parameters);
}

/// <summary>
/// The first layer of a group-equivariant network (Cohen and Welling, ICML 2016): every kernel in a copy for each element of a
/// group, all kept. [N,C,…] becomes [N, O·|G|, …], channel <c>output · |G| + element</c>; weights are [O, C/groups, taps…].
/// </summary>
/// <remarks>Commutes exactly with the group's elements where the size rule holds: the result turns, and its orientations change
/// places as the elements do. <see cref="GroupPool"/> makes ordinary channels of them.</remarks>
/// <inheritdoc cref="GroupConvBase(SymmetryGroup, bool, int, int, PerAxis, Initializer, ConvOptions?, bool, ConvInit)"
/// path="/param"/>
public sealed class LiftingConv(
    SymmetryGroup group, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
    bool bias = true, ConvInit weightInit = ConvInit.PyTorch)
    : GroupConvBase(group, lifts: true, inChannels, outChannels, kernelSize, init, options, bias, weightInit);

/// <summary>
/// A group convolution (Cohen and Welling, ICML 2016): from orientations to orientations, [N, C·|G|, …] to [N, O·|G|, …]; weights
/// are [O, C/groups, |G|, taps…]. The kernel for element g is turned by g, and the orientations it looks at change places by g.
/// </summary>
/// <remarks>Commutes exactly with the group's elements where the size rule holds. A <see cref="LiftingConv"/> comes before it,
/// batch norms between share statistics (<c>new BatchNorm(channels, init, orientations: group.Order)</c>), and a
/// <see cref="GroupPool"/> ends the row.</remarks>
/// <inheritdoc cref="LiftingConv" path="/param"/>
public sealed class GroupConv(
    SymmetryGroup group, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
    bool bias = true, ConvInit weightInit = ConvInit.PyTorch)
    : GroupConvBase(group, lifts: false, inChannels, outChannels, kernelSize, init, options, bias, weightInit);
