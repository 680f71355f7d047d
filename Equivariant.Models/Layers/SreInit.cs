namespace Equivariant.Layers;

/// <summary>How the ring weights of a symmetric convolution are drawn.</summary>
public enum SreInit
{
    /// <summary>The reference's: uniform in ±1/√(in/groups·taps), PyTorch's bound for the dense kernel,
    /// the same for every ring.</summary>
    Reference,

    /// <summary>
    /// Uniform in ±1/√(in/groups·bands·n) for a ring of n taps: every ring contributes the same variance, and the total for white
    /// inputs is that of a dense convolution; smooth inputs are amplified less than by <see cref="Reference"/>.
    /// </summary>
    BandAware,

    /// <summary>Normal with variance 2/(out·taps): He initialisation by fan-out on the dense kernel,
    /// as in the reference's ResNets.</summary>
    HeFanOut,
}
