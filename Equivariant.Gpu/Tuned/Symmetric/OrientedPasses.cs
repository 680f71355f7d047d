using Data = ILGPU.ArrayView<float>;
using Fours = ILGPU.ArrayView<Equivariant.Gpu.Float4>;
using Indices = ILGPU.ArrayView<byte>;

namespace Equivariant.Gpu;

/// <summary>The kernels of one <see cref="IOrientedGroup"/>.</summary>
/// <param name="Products">Products of a channel and an output.</param>
/// <param name="Accumulators">Accumulators of a result.</param>
/// <param name="MostDown">Threads along many outputs in the forward pass, four outputs each.</param>
/// <param name="Taps">What the products take of the taps, products × taps.</param>
/// <param name="Forward">Forward pass.</param>
/// <param name="DataGradient">Data gradient.</param>
/// <param name="ThetaGradient">Parts of the parameters' gradient.</param>
internal sealed record OrientedPasses(
    int Products, int Accumulators, int MostDown, float[] Taps,
    Action<OrientedArgs, Data, Data, Fours, Data, Data, Indices> Forward,
    Action<OrientedArgs, Data, Data, Indices, Fours, Data> DataGradient,
    Action<OrientedArgs, Data, PartShape, Data, Indices, Data, Data> ThetaGradient)
{
    /// <summary>All that are written out.</summary>
    public static IReadOnlyList<OrientedPasses> All { get; } =
    [
        Of<HalfTurn>(), Of<QuarterTurns>(), Of<EighthTurns>(), Of<HorizontalMirror>(), Of<VerticalMirror>(), Of<BothMirrors>(),
        Of<SquareSymmetries>(),
    ];

    /// <summary>The kernels of a transform, or null.</summary>
    public static OrientedPasses? Find(GroupTransform transform) => All.FirstOrDefault(passes =>
        transform.Cells == TransformTable.Cells && passes.Products == transform.Products
        && passes.Accumulators == transform.Accumulators
        && passes.Taps.Zip(transform.InputTransform, (a, b) => Math.Abs(a - b)).All(difference => difference < 1e-6));

    private static OrientedPasses Of<TGroup>() where TGroup : struct, IOrientedGroup => new(
        TGroup.Products, TGroup.Accumulators, OrientedForward<TGroup>.MostDown, TapsOf<TGroup>(),
        OrientedForward<TGroup>.Convolve, OrientedDataGradient<TGroup>.Convolve, OrientedThetaGradient<TGroup>.Parts);

    private static float[] TapsOf<TGroup>() where TGroup : struct, IOrientedGroup
    {
        var taps = new float[TGroup.Products * TransformTable.Cells];
        for (var tap = 0; tap < TransformTable.Cells; tap++)
        {
            var p = TGroup.Transform(new SameTaps(Unit(tap)));
            float[] products = [p.P0, p.P1, p.P2, p.P3, p.P4, p.P5, p.P6, p.P7, p.P8, p.P9, p.P10, p.P11, p.P12];
            for (var product = 0; product < TGroup.Products; product++)
                taps[(product * TransformTable.Cells) + tap] = products[product];
        }
        return taps;
    }

    private static Patch3x3<float> Unit(int tap)
    {
        float At(int place) => place == tap ? 1 : 0;
        return new()
        {
            T0 = At(0), T1 = At(1), T2 = At(2), T3 = At(3), T4 = At(4), T5 = At(5), T6 = At(6), T7 = At(7), T8 = At(8),
        };
    }
}
