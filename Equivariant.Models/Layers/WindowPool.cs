namespace Equivariant.Layers;

/// <summary>A pool over a moving window. Commutes with every turn when the size rule holds.</summary>
public abstract class WindowPool : Module
{
    /// <summary>The settings of a pool, checked.</summary>
    /// <param name="name">The layer, for messages.</param>
    /// <param name="kernelSize">Window an axis.</param>
    /// <param name="stride">Step an axis; the window if null.</param>
    /// <param name="padding">Cells on every side.</param>
    /// <param name="ceilMode">Keep windows that reach over the far border.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    private protected WindowPool(string name, PerAxis kernelSize, PerAxis? stride, PerAxis padding, bool ceilMode)
    {
        (KernelSize, Stride, Padding, CeilMode) = (kernelSize, stride ?? kernelSize, padding, ceilMode);
        WindowSettings.Check(name, kernelSize, Stride, padding);
        Description = $"{name}({kernelSize}, stride {Stride}, padding {padding}{(ceilMode ? ", ceil" : "")})";
    }

    /// <summary>Window an axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>Step an axis.</summary>
    public PerAxis Stride { get; }

    /// <summary>Cells added on every side.</summary>
    public PerAxis Padding { get; }

    /// <summary>Whether windows that reach over the far border are kept. There are some only where the size rule does not
    /// hold.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <summary>Everything that exchanges no axes with different windows or steps.</summary>
    public override SymmetryClaim Symmetry => SymmetryClaim.All.WhereAlike(KernelSize, Stride, Padding);

    internal override int[]? ReceptiveRadius(Shape input, Shape output) =>
        ReceptiveField.Window(input.Rank - 2, KernelSize, new() { Stride = Stride, Padding = Padding });

    /// <inheritdoc/>
    public override string? BreaksAt(Shape input) =>
        SizeRule.Broken(Description, input, KernelSize, new() { Stride = Stride, Padding = Padding });
}
