namespace Equivariant.Tests.Support;

/// <summary>Golden arrays as tensors, and tensors against golden arrays.</summary>
internal static class GoldenTensors
{
    /// <summary>The array as a tensor of its shape.</summary>
    public static Tensor ToTensor(this GoldenArray array, DType dtype, Device? device = null) =>
        Tensor.FromDoubles(array.ToDoubles(), new Shape(array.Shape), dtype, device);

    /// <summary>max|err| ≤ 1e-5·(1 + max|expected|), as the golden data's README advises; or the very numbers.</summary>
    public static void AssertClose(this GoldenArray golden, Tensor actual, string what, bool exact = false)
    {
        Assert.Equal(new Shape(golden.Shape), actual.Shape);
        var expected = golden.ToDoubles();
        var tolerance = exact ? 0 : 1e-5 * (1 + expected.Max(Math.Abs));
        AllClose(expected, actual.ToDoubles(), tolerance, what: $"{what} in {actual.DType}");
    }
}
