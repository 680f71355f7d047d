namespace Equivariant.Layers;

/// <summary>What <see cref="LiftingConv"/> and <see cref="GroupConv"/> share: a kernel for each element of a group, made of few
/// weights by an index map.</summary>
/// <remarks>Images and volumes. Where the device has a transform for the copies, as the CPU has for images, they are never
/// written out; elsewhere they are expanded in each step and convolved as an ordinary layer's.</remarks>
public abstract class GroupConvBase : Module, IConvolution
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private readonly KernelIndexMap map;
    private readonly int[] taps;

    private protected GroupConvBase(
        SymmetryGroup group, KernelIndexMap map, int orientations, int inChannels, int outChannels, PerAxis kernelSize,
        Initializer init, ConvOptions? options, bool bias, ConvInit weightInit)
    {
        var name = GetType().Name;
        Options = options ?? ConvOptions.Default;
        (Group, KernelSize, OutChannels, InOrientations) = (group, kernelSize, outChannels, orientations);
        this.map = map;
        taps = kernelSize.For(group.Rank, name);
        GroupIn = Channels.PerGroup(name, inChannels, outChannels, Options.Groups);
        var area = map.Parameters / orientations;
        // A shape has five axes: for orientations of volumes the taps share one.
        Shape shape = orientations == 1 ? [outChannels, GroupIn, .. taps]
            : group.Rank < 3 ? [outChannels, GroupIn, orientations, .. taps] : [outChannels, GroupIn, orientations, area];
        var bound = 1 / Math.Sqrt((double)GroupIn * map.Parameters);
        weight = Parameter("weight", weightInit == ConvInit.HeFanOut
            ? init.Normal(shape, Math.Sqrt(2.0 / ((double)outChannels * group.Order * area))) : init.Uniform(shape, bound));
        this.bias = bias ? Parameter("bias", init.Uniform([outChannels], bound)) : null;
        Description = $"{name}({group.Name}, {inChannels}→{outChannels}, {string.Join('×', taps)}{Options.Suffix})";
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
        .WhereEven(Group.Rank, KernelSize, Options.Stride, Options.Dilation, Options.Padding.Numbers ?? 0);

    /// <summary>Stride, padding, dilation, groups, padding mode.</summary>
    private protected ConvOptions Options { get; }

    /// <summary>Input channels of a group of channels, not counting orientations.</summary>
    private protected int GroupIn { get; }

    /// <summary>1 where the input has ordinary channels.</summary>
    private int InOrientations { get; }

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) => SizeRule.Broken(Description, input, KernelSize, Options);

    /// <summary>The dense kernels of all elements, [out · |G|, in/groups · orientations of the input, taps…].</summary>
    public Tensor FilterBank() =>
        Ops.Reshape(Ops.ExpandKernel(Weights(), Copies), [OutChannels * Group.Order, GroupIn * InOrientations, .. taps]);

    /// <summary>Products that are made, as a share of those by the kernels of all elements.</summary>
    internal double ShareOfProducts(Shape input) => WayAt(input, [OutChannels, GroupIn, map.Parameters]).IsTransformed()
        ? (double)SymmetricConvChoice.FactorisedProducts(map)! / (map.Taps * map.Orientations) : 1;

    internal override int[]? ReceptiveRadius(Shape input, Shape output) => ReceptiveField.Window(Group.Rank, KernelSize, Options);

    private protected abstract SymmetricConvPath WayAt(Shape input, Shape weights);

    /// <summary>The index map where the weights are.</summary>
    private protected abstract IndexTables Copies { get; }

    /// <summary>The convolution, of an input that was checked.</summary>
    private protected abstract Tensor Convolve(Tensor x, Tensor weights, Tensor? bias, Epilogue epilogue);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => ((IConvolution)this).Forward(x, default);

    Tensor IConvolution.Forward(Tensor x, Epilogue epilogue)
    {
        if (x.Shape.Rank != Group.Rank + 2 || x.Shape[1] != GroupIn * Options.Groups * InOrientations)
            throw new ShapeException($"{Description}: the input {x.Shape} must be [N, {GroupIn * Options.Groups * InOrientations}"
                + $"{string.Concat(Enumerable.Repeat(", size", Group.Rank))}]"
                + (InOrientations == 1 ? "." : $": {InOrientations} orientations for each channel; lift the image first."));
        return Convolve(x, Weights(), bias, epilogue);
    }

    /// <summary>The kernel's sizes as numbers, checked before anything is made of them.</summary>
    private protected static int[] TapsOf<TLayer>(SymmetryGroup group, PerAxis kernelSize, ConvOptions? options) =>
        WindowSettings.Check(typeof(TLayer).Name, group.Rank, kernelSize, options ?? ConvOptions.Default);

    private Tensor Weights() => Ops.Reshape(weight, OutChannels, GroupIn, map.Parameters);
}
