namespace Equivariant.Layers;

/// <summary>
/// Convolution by turned copies of each kernel (Gao and Ji 2017, section III.B and Fig. 3): 2 (0°, 180°), 4 (steps of 90°) or 8
/// (steps of 45°, which move the ring of a 3×3 kernel by one place). The paper's kernels are 3×3; 8 angles need that.
/// </summary>
/// <remarks>
/// Reduced, two copies commute exactly with the half turn, four and eight with quarter turns; none with mirror images. Steps of
/// 45° are a heuristic: the eight copies commute with no more than the four.
/// </remarks>
/// <inheritdoc cref="OrientedConv(KernelIndexMap, int, int, Initializer, ConvOptions?, bool, OrientationReduction, OrientedCount,
/// ConvInit)" path="/param"/>
public sealed class RotationConv(
    int inChannels, int outChannels, int angles, Initializer init, ConvOptions? options = null, int kernelSize = 3,
    bool bias = true, OrientationReduction reduction = OrientationReduction.Max, OrientedCount count = OrientedCount.Kernels,
    ConvInit weightInit = ConvInit.PyTorch)
    : OrientedConv(Turned(angles, kernelSize), inChannels, outChannels, init, options, bias, reduction, count, weightInit)
{
    private static KernelIndexMap Turned(int angles, int kernelSize) => angles is 2 or 4 or 8
        ? RotatedKernels.Create([kernelSize, kernelSize], angles)
        : throw new ArgumentException($"RotationConv: {angles} angles; there are 2, 4 and 8.", nameof(angles));
}

/// <summary>Convolution by mirrored copies of each kernel (Gao and Ji 2017, section III.C), of any size.</summary>
/// <remarks>
/// The paper's set {id, H, V} is not a group: reduced, it commutes with nothing, not even with flips. {id, H}, {id, V} and
/// {id, H, V, HV} are groups and commute exactly with theirs.
/// </remarks>
/// <inheritdoc cref="RotationConv" path="/param"/>
public sealed class FlipConv(
    int inChannels, int outChannels, PerAxis kernelSize, Initializer init, FlipSet set = FlipSet.HorizontalVertical,
    ConvOptions? options = null, bool bias = true, OrientationReduction reduction = OrientationReduction.Max,
    OrientedCount count = OrientedCount.Kernels, ConvInit weightInit = ConvInit.PyTorch)
    : OrientedConv(FlippedKernels.Create(kernelSize.For(2, "FlipConv: kernelSize"), set), inChannels, outChannels, init, options,
        bias, reduction, count, weightInit);

/// <summary>
/// Convolution by all eight turned and mirrored copies of each kernel: what Gao and Ji's layers (ICDM 2017, section III) need to
/// be exact. Reduced, it commutes with every turn and mirror image of the square, alone and in stacks.
/// </summary>
/// <inheritdoc cref="RotationConv" path="/param"/>
public sealed class DihedralConv(
    int inChannels, int outChannels, int kernelSize, Initializer init, ConvOptions? options = null, bool bias = true,
    OrientationReduction reduction = OrientationReduction.Max, OrientedCount count = OrientedCount.Kernels,
    ConvInit weightInit = ConvInit.PyTorch)
    : OrientedConv(DihedralKernels.Create([kernelSize, kernelSize]), inChannels, outChannels, init, options, bias, reduction,
        count, weightInit);

/// <summary>
/// Convolution by all turned copies of each kernel for volumes: what Gao and Ji's layers (ICDM 2017, section III) become on three
/// axes. Reduced, it commutes with the 24 rotations of the cube or, with mirrored copies too, with all its 48 symmetries, alone
/// and in stacks.
/// </summary>
/// <remarks>On the CPU 67 products stand for the 648 of 24 copies of a 3×3×3 kernel.</remarks>
/// <inheritdoc cref="RotationConv" path="/param"/>
public sealed class CubeConv(
    int inChannels, int outChannels, int kernelSize, Initializer init, ConvOptions? options = null, bool mirrored = false,
    bool bias = true, OrientationReduction reduction = OrientationReduction.Max, OrientedCount count = OrientedCount.Kernels,
    ConvInit weightInit = ConvInit.PyTorch)
    : OrientedConv(GroupKernels.Lifting(
        mirrored ? SymmetryGroups.Cube : SymmetryGroups.CubeRotations, [kernelSize, kernelSize, kernelSize]),
        inChannels, outChannels, init, options, bias, reduction, count, weightInit);
