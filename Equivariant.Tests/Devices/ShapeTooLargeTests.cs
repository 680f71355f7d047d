namespace Equivariant.Tests.Devices;

/// <summary>Kernels index with 32 bits: what is larger is refused before memory is asked for.</summary>
public class ShapeTooLargeTests
{
    [Fact]
    public void AResultBeyond32BitsIsRefusedBeforeItIsAllocated()
    {
        using var device = new CpuDevice(threads: 1);
        using var column = Tensor.Ones([50_000, 1], device: device);
        using var row = Tensor.Ones([1, 50_000], device: device);
        var before = device.Memory;
        var exception = Assert.Throws<ShapeTooLargeException>(() => Ops.Add(column, row));
        Assert.Equal(("Add", 2_500_000_000L, 10_000_000_000L), (exception.Op, exception.Elements, exception.Bytes));
        Assert.Equal("Add: the tensor [50000,50000] has 2,500,000,000 elements (10,000,000,000 bytes), kernels index at most "
            + "2,147,483,647; use a smaller batch or input, or split it.", exception.Message);
        Assert.Equal(before, device.Memory);
    }

    [Fact]
    public void ConvolutionsRefuseResultsImagesAndKernelsBeyond32Bits()
    {
        var x = OfShape(1, 4, 20_000, 20_000);
        Refused<ShapeTooLargeException>(
            () => Ops.Conv(x, OfShape(8, 4, 1, 1)), "Conv", "[1,8,20000,20000]", "12,800,000,000 bytes");
        Refused<ShapeTooLargeException>(() => Ops.Conv(x, OfShape(1, 4, 3, 3), options: new() { Padding = 3000, Stride = 5 }),
            "Conv", "[1,4,20000,20000]", "padding");
        Refused<ShapeTooLargeException>(
            () => Ops.Conv(OfShape(1, 1, 4), OfShape(1, 1, 3), options: new() { Padding = int.MaxValue }),
            "Conv", "[1,1,4]", "padding");
        using var tables = new IndexTables(SreRings.Create([31, 31, 31]), ShapeDevice.Instance);
        Refused<ShapeTooLargeException>(() => Ops.SymmetricConv(
                OfShape(1, 300, 40, 40, 40), OfShape(300, 300, tables.Map.Parameters), null, tables),
            "SymmetricConv", "[300,300,31,31,31]");
    }

    [Fact]
    public void CopiesKeptAsChannelsCount()
    {
        using var tables = new IndexTables(RotatedKernels.Create(8), ShapeDevice.Instance);
        Refused<ShapeTooLargeException>(() => Ops.SymmetricConv(
                OfShape(32, 1, 1024, 1024), OfShape(8, 1, 9), null, tables, new() { Padding = 1 }),
            "SymmetricConv", "[32,64,1024,1024]");
    }

    [Fact]
    public void OtherOpsRefuseToo()
    {
        Refused<ShapeTooLargeException>(() => Ops.MatMul(OfShape(50_000, 2), OfShape(2, 50_000)), "MatMul", "[1,50000,50000]");
        Refused<ShapeTooLargeException>(
            () => Ops.Pad(OfShape(1, 1, 40_000, 40_000), [5000, 5000], [5000, 5000]), "Pad", "[1,1,50000,50000]");
        Refused<ShapeTooLargeException>(
            () => Ops.Concat([OfShape(40_000, 40_000), OfShape(40_000, 40_000)], 0), "Concat", "[80000,40000]");
    }

    /// <summary>Maps of sums that no longer can be indexed leave the way that expands the kernel.</summary>
    [Fact]
    public void MapsOfSumsBeyond32BitsAreNotMade()
    {
        using var device = new CpuDevice(threads: 1);
        var map = SreRings.Create([9, 9, 9]);
        Shape theta = [64, 64, map.Parameters];
        ConvOptions options = new() { Padding = 4 };
        Assert.Equal(SymmetricConvPath.Factorised, SymmetricConvChoice.Of(device, [1, 64, 50, 50, 50], theta, map, options));
        Assert.NotEqual(SymmetricConvPath.Factorised, SymmetricConvChoice.Of(device, [1, 64, 250, 250, 250], theta, map, options));
    }

    private static Tensor OfShape(params int[] axes) => Tensor.Empty(new Shape(axes), device: ShapeDevice.Instance);
}
