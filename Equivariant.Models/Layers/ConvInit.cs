namespace Equivariant.Layers;

/// <summary>How the weights of an ordinary convolution are drawn.</summary>
public enum ConvInit
{
    /// <summary>PyTorch's default: uniform in ±1/√(in/groups·taps).</summary>
    PyTorch,

    /// <summary>Normal with variance 2/(out·taps): He initialisation by fan-out.</summary>
    HeFanOut,
}
