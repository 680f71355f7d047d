namespace Equivariant.Layers;

/// <summary>A layer that can finish its result in the same pass.</summary>
internal interface IConvolution
{
    /// <summary>The convolution and what follows it.</summary>
    Tensor Forward(Tensor x, ConvEnding? ending);
}
