using System.Globalization;
using System.Runtime.Intrinsics;

namespace Equivariant.Tests.Cpu;

public class VectorWidthTests
{
    /// <summary>A run that switches off wide vectors names the width it means to test, so that a switch which .NET no longer
    /// knows does not go unnoticed.</summary>
    [Fact]
    public void KernelsUseTheWidestVectorsOfTheHardwareOrThoseTheRunExpects()
    {
        var widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        var expected = Environment.GetEnvironmentVariable("EQUIVARIANT_EXPECT_VECTOR_BITS") is { Length: > 0 } bits
            ? int.Parse(bits, CultureInfo.InvariantCulture) : widest;
        using var device = new CpuDevice(threads: 1);
        Assert.Equal(expected, device.VectorBits);
        Assert.EndsWith($"vectors of {expected} bits", device.Name);
    }
}
