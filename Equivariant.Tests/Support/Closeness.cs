using System.Numerics;

namespace Equivariant.Tests.Support;

/// <summary>Comparison of numbers with a tolerance.</summary>
internal static class Closeness
{
    /// <summary>|actual − expected| ≤ absolute + relative·|expected| for every element, or the very same value.</summary>
    public static void AllClose<T>(
        IReadOnlyList<T> expected, IReadOnlyList<T> actual, double absolute, double relative = 0, string what = "result")
        where T : INumber<T>
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var (e, a) = (double.CreateChecked(expected[i]), double.CreateChecked(actual[i]));
            if (!e.Equals(a) && !(Math.Abs(a - e) <= absolute + (relative * Math.Abs(e))))
                Assert.Fail($"{what}: element {i} is {a}, expected {e}");
        }
    }

    /// <summary>The same of tensors of one shape.</summary>
    public static void AllClose(Tensor expected, Tensor actual, double absolute, double relative = 0, string what = "result")
    {
        Assert.Equal(expected.Shape, actual.Shape);
        AllClose(expected.ToDoubles(), actual.ToDoubles(), absolute, relative, what);
    }
}
