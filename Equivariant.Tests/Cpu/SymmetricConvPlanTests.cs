namespace Equivariant.Tests.Cpu;

public class SymmetricConvPlanTests
{
    private static readonly KernelIndexMap Unstructured =
        new([3], 3, [0, 1, 2, 1, 2, 0, 2, 0, 1], "id", "third", "two thirds");

    [Fact]
    public void AForcedWayIsTaken()
    {
        foreach (var path in new[] { SymmetricConvPath.Plain, SymmetricConvPath.Dense })
        {
            using var device = new CpuDevice(threads: 1, symmetricConv: path);
            Assert.Equal(path, Choose(device, DType.Float32));
            Assert.Equal(path, Choose(device, DType.Float64));
        }
    }

    [Fact]
    public void CopiesWithoutATransformAreExpanded()
    {
        using var automatic = new CpuDevice(threads: 1);
        using var factorised = new CpuDevice(threads: 1, symmetricConv: SymmetricConvPath.Factorised);
        Assert.Equal(SymmetricConvPath.Dense, Choose(automatic, DType.Float32));
        Assert.Equal(SymmetricConvPath.Dense, Choose(factorised, DType.Float32));
    }

    [Fact]
    public void DoublePrecisionAndUntunedDevicesKeepToTheDefinition()
    {
        using var automatic = new CpuDevice(threads: 1);
        using var untuned = new CpuDevice(threads: 1, tuned: false);
        Assert.Equal(SymmetricConvPath.Plain, Choose(automatic, DType.Float64));
        Assert.Equal(SymmetricConvPath.Plain, Choose(untuned, DType.Float32));
    }

    [Fact]
    public void APlanIsMadeOnceForAGeometry()
    {
        using var device = new CpuDevice(threads: 1);
        using var tables = new IndexTables(RotatedKernels.Create(4), device);
        SymmetricConvPlan Plan(int size) => tables.Plan(device, DType.Float32,
            ConvGeometry.Of("SymmetricConv", [1, 8, size, size], [8, 8, 3, 3], new() { Padding = 1 }), OrientationReduction.Max);
        Assert.Same(Plan(12), Plan(12));
        Assert.NotSame(Plan(12), Plan(13));
        Assert.Same(tables.Map.Transform, Plan(13).Transform);
    }

    private static SymmetricConvPath Choose(CpuDevice device, DType dtype)
    {
        var geometry = ConvGeometry.Of("SymmetricConv", [2, 8, 30], [8, 8, 3], new() { Padding = 1 });
        return new SymmetricConvPlan(device, dtype, geometry, Unstructured, OrientationReduction.Max).Path;
    }
}
