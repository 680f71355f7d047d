namespace Equivariant.Gpu;

/// <summary>Loads that give 0 beyond an end.</summary>
internal static class Guarded
{
    /// <summary>Four numbers, <paramref name="step"/> apart; those that are not among the first <paramref name="left"/>, counted
    /// in steps of <paramref name="leftStep"/>, are 0.</summary>
    public static Float4 Load(ArrayView<float> source, int at, int step, int left, int leftStep) => new()
    {
        X = Load(source, at, left > 0),
        Y = Load(source, at + step, left > leftStep),
        Z = Load(source, at + (2 * step), left > 2 * leftStep),
        W = Load(source, at + (3 * step), left > 3 * leftStep),
    };

    /// <summary>A number, or 0 where there is none.</summary>
    public static float Load(ArrayView<float> source, int at, bool isInside) => isInside ? source[at] : 0;

    /// <summary>Four neighbouring numbers, or 0 where there are none.</summary>
    public static Float4 Load(ArrayView<Float4> source, int at, bool isInside) => isInside ? source[at] : default;

    /// <summary>A byte, or 0 where there is none.</summary>
    public static int Load(ArrayView<byte> source, int at, bool isInside) => isInside ? source[at] : 0;
}
