namespace Equivariant.Layers;

/// <summary>A convolution that can apply an epilogue to its result in the same pass.</summary>
internal interface IConvolution
{
    /// <summary>The convolution with its epilogue.</summary>
    Tensor Forward(Tensor x, Epilogue epilogue);
}
