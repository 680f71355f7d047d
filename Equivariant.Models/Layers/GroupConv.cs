namespace Equivariant.Layers;

/// <summary>
/// A group convolution (Cohen and Welling, ICML 2016): from orientations to orientations, [N, C·|G|, …] to [N, O·|G|, …]. The
/// kernel for element g is turned by g, and the orientations it looks at change places by g.
/// </summary>
/// <remarks>Commutes exactly with the group's elements where the size rule holds. A <see cref="LiftingConv"/> comes before it,
/// batch norms between share statistics (<c>new BatchNorm(channels, init, orientations: group.Order)</c>), and a
/// <see cref="GroupPool"/> ends the row.</remarks>
public sealed class GroupConv : GroupConvBase
{
    private readonly GroupTables tables;

    /// <summary>A group convolution with random weights [O, C/groups, |G|, taps…].</summary>
    /// <param name="group">The group of the input's orientations, and of the result's.</param>
    /// <param name="inChannels">Channels of the input, not counting orientations; a multiple of the groups.</param>
    /// <param name="outChannels">Channels of the result, likewise.</param>
    /// <param name="kernelSize">Taps an axis, the same on axes that the group exchanges.</param>
    /// <param name="init">Generator, device and element type.</param>
    /// <param name="options">Stride, padding, dilation, groups, padding mode; PyTorch's defaults if null.</param>
    /// <param name="bias">Whether to add a bias, one a channel, shared by its orientations.</param>
    /// <param name="weightInit">How the weights are drawn; the fan counts orientations.</param>
    /// <exception cref="ArgumentException">As for <see cref="LiftingConv"/>.</exception>
    public GroupConv(
        SymmetryGroup group, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options = null,
        bool bias = true, ConvInit weightInit = ConvInit.PyTorch)
        : this(new GroupTables(group, TapsOf<GroupConv>(group, kernelSize, options), init.Device ?? Device.Cpu), inChannels,
            outChannels, kernelSize, init, options, bias, weightInit)
    {
    }

    private GroupConv(
        GroupTables tables, int inChannels, int outChannels, PerAxis kernelSize, Initializer init, ConvOptions? options,
        bool bias, ConvInit weightInit)
        : base(tables.Group, tables.Copies.Map, tables.Group.Order, inChannels, outChannels, kernelSize, init, options, bias,
            weightInit) => this.tables = Owned(tables);

    private protected override IndexTables Copies => tables.Copies;

    private protected override SymmetricConvPath WayAt(Shape input, Shape weights) =>
        SymmetricConvChoice.Of(Copies.Device, input, weights, tables, Options);

    private protected override Tensor Convolve(Tensor x, Tensor weights, Tensor? bias, Epilogue epilogue) =>
        Ops.GroupConv(x, weights, bias, tables, Options, epilogue);
}
