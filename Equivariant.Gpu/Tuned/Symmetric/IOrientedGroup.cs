namespace Equivariant.Gpu;

/// <summary>A <see cref="GroupTransform"/> of a 3×3 kernel written out, so that a kernel keeps everything in registers.</summary>
/// <remarks>
/// The seven groups are written by hand, not generated from the derived transforms. ILGPU unrolls no loops, and what is indexed
/// by a variable goes to local memory: taps, products and accumulators stay in registers only where each has a name of its own.
/// ILGPU compiles methods of an assembly, so generated code would need a source generator, a project more for a hundred lines;
/// and by hand products share their additions (<see cref="Opposites"/>), which the matrix of a transform does not tell. A test
/// proves each group equal to its derived transform, product by product.
/// </remarks>
internal interface IOrientedGroup
{
    /// <summary>Products of a channel and an output.</summary>
    static abstract int Products { get; }

    static abstract int Accumulators { get; }

    /// <summary>What each product takes of the taps.</summary>
    static abstract Products Transform<TTaps>(TTaps taps) where TTaps : struct, ITaps;

    /// <summary>Adds the products of one channel: rows of two slices, a product a row.</summary>
    static abstract Accumulators<Quad> Add(
        Accumulators<Quad> sums, ArrayView<Float4> left, ArrayView<Float4> right);
}

/// <summary>The taps of a point, as each accumulator sees them.</summary>
internal interface ITaps
{
    Patch3x3<float> Of(int accumulator);
}

/// <summary>Taps that are the same for all accumulators.</summary>
internal readonly struct SameTaps(Patch3x3<float> taps) : ITaps
{
    private readonly Patch3x3<float> taps = taps;

    public Patch3x3<float> Of(int accumulator) => taps;
}

/// <summary>Sums and differences of opposite corners and edges, which most products are made of.</summary>
internal static class Opposites
{
    public static float Corners(Patch3x3<float> t) => t.T0 + t.T8 + (t.T2 + t.T6);

    public static float CrossCorners(Patch3x3<float> t) => t.T0 + t.T8 - (t.T2 + t.T6);

    public static float Edges(Patch3x3<float> t) => t.T1 + t.T7 + (t.T3 + t.T5);

    public static float CrossEdges(Patch3x3<float> t) => t.T1 + t.T7 - (t.T3 + t.T5);

    /// <summary>Left minus right.</summary>
    public static float AcrossCorners(Patch3x3<float> t) => t.T0 - t.T8 - (t.T2 - t.T6);

    /// <summary>Top minus bottom.</summary>
    public static float DownCorners(Patch3x3<float> t) => t.T0 - t.T8 + (t.T2 - t.T6);
}
