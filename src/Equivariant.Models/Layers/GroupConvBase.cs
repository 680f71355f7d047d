using Equivariant.Symmetry;

namespace Equivariant.Layers;

/// <summary>What <see cref="LiftingConv"/> and <see cref="GroupConv"/> share: a kernel for each element of a group, made of few
/// weights by an index map, and one ordinary convolution by all of them.</summary>
/// <remarks>
/// The kernels are expanded in each step and convolved as an ordinary layer's: the engine has no transform for copies that are
/// all kept. Images and volumes.
/// </remarks>
public abstract class GroupConvBase : Module, IConvolution
{
    private readonly ConvOptions options;
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly IndexTables tables;
    private readonly int[] taps;
    private readonly int inGroup;

    private protected GroupConvBase(
        SymmetryGroup group, Func<SymmetryGroup, int[], KernelIndexMap> bank, int orientations, int inChannels, int outChannels,
        PerAxis kernelSize, Setup setup, ConvOptions? options, bool bias, ConvInit init)
    {
        var name = GetType().Name;
        this.options = options ?? ConvOptions.Default;
        (Group, KernelSize, OutChannels, InOrientations) = (group, kernelSize, outChannels, orientations);
        taps = WindowSettings.Check(name, group.Rank, kernelSize, this.options);
        inGroup = Channels.PerGroup(name, inChannels, outChannels, this.options.Groups);
        tables = Owned(new IndexTables(bank(group, taps), setup.Device ?? Device.Cpu));
        var map = tables.Map;
        var area = map.Parameters / orientations;
        // A shape has five axes: for orientations of volumes the taps share one.
        Shape shape = orientations == 1 ? [outChannels, inGroup, .. taps]
            : group.Rank < 3 ? [outChannels, inGroup, orientations, .. taps] : [outChannels, inGroup, orientations, area];
        var bound = 1 / Math.Sqrt((double)inGroup * map.Parameters);
        weight = Parameter("weight", init == ConvInit.HeFanOut
            ? setup.Normal(shape, Math.Sqrt(2.0 / ((double)outChannels * group.Order * area))) : setup.Uniform(shape, bound));
        this.bias = bias ? Parameter("bias", setup.Uniform([outChannels], bound)) : null;
        Description = $"{name}({group.Name}, {inChannels}→{outChannels}, {string.Join('×', taps)}{this.options.Suffix})";
    }

    /// <summary>The group; the result has an orientation for each of its elements, in its order.</summary>
    public SymmetryGroup Group { get; }

    /// <summary>Taps an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>Channels of the result, each in as many orientations as the group has elements.</summary>
    public int OutChannels { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>The group: turned by one of its elements, the orientations of input and result turn and change places. A single
    /// tap turns with everything.</summary>
    public override SymmetryClaim Symmetry => (taps.All(size => size == 1) ? SymmetryClaim.All : SymmetryClaim.Of(Group))
        .WhereEven(Group.Rank, KernelSize, options.Stride, options.Dilation, options.Padding.Numbers ?? 0);

    /// <summary>1 where the input has ordinary channels.</summary>
    private int InOrientations { get; }

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, KernelSize, options);

    /// <summary>The dense kernels of all elements, [out · |G|, in/groups · orientations of the input, taps…].</summary>
    public Tensor FilterBank()
    {
        var parameters = Ops.Reshape(weight, OutChannels, inGroup, tables.Map.Parameters);
        return Ops.Reshape(
            Ops.ExpandKernel(parameters, tables), [OutChannels * Group.Order, inGroup * InOrientations, .. taps]);
    }

    internal override int[]? ReachOf(Shape input, Shape output) => Reach.Window(Group.Rank, KernelSize, options);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, null);

    Tensor IConvolution.Forward(Tensor x, ConvEnding? ending)
    {
        if (x.Shape.Rank != Group.Rank + 2 || x.Shape[1] != inGroup * options.Groups * InOrientations)
            throw new ShapeException($"{Description}: the input {x.Shape} must be [N, {inGroup * options.Groups * InOrientations}"
                + $"{string.Concat(Enumerable.Repeat(", size", Group.Rank))}]"
                + (InOrientations == 1 ? "." : $": {InOrientations} orientations for each channel; lift the image first."));
        var biases = bias is null ? null : Ops.Flatten(
            Ops.Expand(Ops.Reshape(bias, OutChannels, 1), [OutChannels, Group.Order]), 0);
        return Ops.Conv(x, FilterBank(), biases, options, ending);
    }
}
