namespace Equivariant;

/// <summary>Shapes of a symmetric convolution.</summary>
/// <param name="Geometry">The convolution by one copy: output channels and kernel without the copies.</param>
/// <param name="Copies">Oriented copies of the kernel.</param>
/// <param name="Parameters">Parameters of a kernel.</param>
/// <param name="Reduction">What becomes of the copies; None where there is one.</param>
/// <param name="HasBias">Whether a bias is added.</param>
/// <param name="KeepsWinners">Whether the forward pass notes the largest copy of each result for the gradients.</param>
/// <param name="Path">The way chosen; tuned kernels take the launch if it is <see cref="SymmetricConvPath.Factorised"/>.</param>
internal readonly record struct SymmetricConvArgs(
    ConvGeometry Geometry, int Copies, int Parameters, OrientationReduction Reduction, int HasBias, int KeepsWinners,
    SymmetricConvPath Path)
{
    public static SymmetricConvArgs Of(
        in ConvGeometry geometry, KernelIndexMap map, OrientationReduction reduction, bool hasBias, bool records)
    {
        var kept = map.Orientations == 1 ? OrientationReduction.None : reduction;
        return new(geometry, map.Orientations, map.Parameters, kept, hasBias ? 1 : 0,
            records && kept == OrientationReduction.Max ? 1 : 0, SymmetricConvPath.Plain)
        {
            Transform = GroupTransforms.IndexOf(map),
        };
    }

    /// <summary>The number of the map's <see cref="GroupTransform"/>, or −1.</summary>
    public int Transform { get; init; }

    /// <summary>What a forward kernel does to its results before it writes them.</summary>
    public EpilogueArgs Epilogue { get; init; }

    /// <summary>Taps of one copy.</summary>
    public int Taps => Geometry.Kernel.Count;

    /// <summary>Copies that the result keeps apart.</summary>
    public int KeptCopies => Reduction == OrientationReduction.None ? Copies : 1;

    /// <summary>Numbers in the result.</summary>
    public int Results => Geometry.Batch * Geometry.OutChannels * KeptCopies * Geometry.Output.Count;

    /// <summary>From one copy's gradient to the next one's in the gradient of the result.</summary>
    public int CopyStride => Reduction == OrientationReduction.None ? Geometry.Output.Count : 0;
}
