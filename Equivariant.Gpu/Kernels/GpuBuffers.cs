namespace Equivariant.Gpu;

internal readonly struct GpuFloats(ArrayView<float> view) : IRealBuffer<float>
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
}

internal readonly struct GpuDoubles(ArrayView<double> view) : IRealBuffer<double>
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
