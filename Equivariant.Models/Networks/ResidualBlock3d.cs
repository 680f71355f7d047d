using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>A residual block of R3D: two convolutions added to the input or its projection, its parts named as in
/// torchvision's, or in the reference's where pooling stands before them.</summary>
internal sealed class ResidualBlock3d : Module
{
    private readonly Chain steps;
    private readonly Module? shortcut;

    public ResidualBlock3d(ResNet3dOptions options, int inChannels, int outChannels, int kernelSize, int stride, Initializer init)
    {
        var pooled = options.Downsampling == Downsampling.AveragePooled;
        var (step, halve) = pooled ? (1, (Module[])[stride > 1 ? new AvgPool(stride) : new Identity()]) : (stride, []);
        steps = new Chain(
            Child("conv1", new Sequential(
                [.. halve, Wide(inChannels, step), options.Kind.CreateNorm(3, outChannels, init), Activation.Relu()])),
            Child("conv2", new Sequential(Wide(outChannels, 1), options.Kind.CreateNorm(3, outChannels, init))));
        if (stride != 1 || inChannels != outChannels)
        {
            var halveToo = pooled && stride > 1 ? [new AvgPool(stride)] : (Module[])[];
            var project = options.Kind.CreatePointwise(3, inChannels, outChannels, step, init);
            shortcut = Child("downsample", new Sequential([.. halveToo, project, options.Kind.CreateNorm(3, outChannels, init)]));
        }

        Module Wide(int channels, int by) => options.Kind.Create(3, channels, outChannels, kernelSize, by, init);
    }

    protected override Tensor Compute(Tensor x) => steps.ForwardAndAdd(x, shortcut?.Forward(x) ?? x);
}
