namespace Equivariant.Gpu;

/// <summary>What the launcher needs to know of a view of real numbers.</summary>
internal interface IGpuReal<T, TSelf> : IRealBuffer<T>
    where T : unmanaged
    where TSelf : struct
{
    static abstract TSelf Over(ArrayView<T> view);
}

internal readonly struct GpuFloats(ArrayView<float> view) : IGpuReal<float, GpuFloats>
{
    // One conversion for each element type instead of T.CreateTruncating, which ILGPU does not compile.
    private readonly ArrayView<float> view = view;

    public float this[int index]
    {
        get => view[index];
        set => view[index] = value;
    }

    public static float Of(double value) => (float)value;

    public static float Of(int value) => value;

    public static int ToInt(float value) => (int)value;

    public static GpuFloats Over(ArrayView<float> view) => new(view);
}

internal readonly struct GpuDoubles(ArrayView<double> view) : IGpuReal<double, GpuDoubles>
{
    private readonly ArrayView<double> view = view;

    public double this[int index]
    {
        get => view[index];
        set => view[index] = value;
    }

    public static double Of(double value) => value;

    public static double Of(int value) => value;

    public static int ToInt(double value) => (int)value;

    public static GpuDoubles Over(ArrayView<double> view) => new(view);
}

internal readonly struct GpuIntegers(ArrayView<int> view) : IIndexBuffer
{
    private readonly ArrayView<int> view = view;

    public int this[int index]
    {
        get => view[index];
        set => view[index] = value;
    }
}
