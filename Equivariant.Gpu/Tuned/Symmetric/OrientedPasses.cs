using Data = ILGPU.ArrayView<float>;
using Fours = ILGPU.ArrayView<Equivariant.Gpu.Float4>;
using Indices = ILGPU.ArrayView<byte>;

namespace Equivariant.Gpu;

/// <summary>The kernels of one <see cref="IOrientedGroup"/>.</summary>
/// <param name="Transform">The transform that is written out.</param>
/// <param name="MostDown">Threads along many outputs in the forward pass, four outputs each.</param>
/// <param name="Forward">Forward pass.</param>
/// <param name="DataGradient">Data gradient.</param>
/// <param name="ThetaGradient">Parts of the parameters' gradient.</param>
internal sealed record OrientedPasses(
    GroupTransform Transform, int MostDown,
    Action<OrientedArgs, Data, Data, Fours, Data, Data, Indices> Forward,
    Action<OrientedArgs, Data, Data, Indices, Fours, Data> DataGradient,
    Action<OrientedArgs, Data, PartShape, Data, Indices, Data, Data> ThetaGradient)
{
    public static IReadOnlyList<OrientedPasses> All { get; } =
    [
        Of<HalfTurn>(RotatedKernels.Create(2)), Of<QuarterTurns>(RotatedKernels.Create(4)),
        Of<EighthTurns>(RotatedKernels.Create(8)), Of<HorizontalMirror>(FlippedKernels.Create([3, 3], FlipSet.Horizontal)),
        Of<VerticalMirror>(FlippedKernels.Create([3, 3], FlipSet.Vertical)),
        Of<BothMirrors>(FlippedKernels.Create([3, 3], FlipSet.Klein)), Of<SquareSymmetries>(DihedralKernels.Create([3, 3])),
    ];

    /// <summary>The kernels of a transform, or null. Fewer copies may have the products of all.</summary>
    public static OrientedPasses? Find(GroupTransform transform) => All.FirstOrDefault(passes =>
        transform.InputTransform.Length == passes.Transform.InputTransform.Length
        && transform.Accumulators == passes.Transform.Accumulators
        && transform.InputTransform.Zip(passes.Transform.InputTransform).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6));

    private static OrientedPasses Of<TGroup>(KernelIndexMap map) where TGroup : struct, IOrientedGroup => new(
        map.Transform!, OrientedForward<TGroup>.MostDown, OrientedForward<TGroup>.Convolve,
        OrientedDataGradient<TGroup>.Convolve, OrientedThetaGradient<TGroup>.Parts);
}
