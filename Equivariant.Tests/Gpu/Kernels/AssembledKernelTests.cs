using System.Collections.Concurrent;

namespace Equivariant.Tests.Gpu;

/// <summary>Every kernel passes NVIDIA's assembler, and tuned ones keep all they hold in registers.</summary>
public class AssembledKernelTests
{
    [AssemblerTheory]
    [InlineData(60, "sm_70")]
    [InlineData(80, "sm_86")]
    [InlineData(90, "sm_90")]
    public void EveryKernelAssemblesAndNoTunedOneSpills(int written, string target)
    {
        using var text = new KernelText();
        var architecture = KernelText.Architectures.Single(
            architecture => (architecture.Major * 10) + architecture.Minor == written);
        var kernels = KernelCatalogue.All
            .Select(kernel => (Kernel: kernel, Ptx: text.Ptx(kernel.Method, architecture))).ToArray();
        var faults = new ConcurrentBag<string>();
        Parallel.ForEach(kernels, kernel =>
        {
            var report = Assembler.Assemble(kernel.Ptx, target);
            if (!report.IsAccepted || (kernel.Kernel.IsTuned && report.Spills))
                faults.Add($"{kernel.Kernel.Name}: {report.Text}");
        });
        Assert.Empty(faults);
    }

    [AssemblerFact]
    public void TooFewRegistersAreFound()
    {
        using var text = new KernelText();
        var kernel = KernelCatalogue.Tuned.Single(kernel => kernel.Name == "GpuMatrixProduct.Product");
        var report = Assembler.Assemble(text.Ptx(kernel.Method, KernelText.Architectures[^1]), "sm_90", "-maxrregcount=32");
        Assert.True(report.IsAccepted, report.Text);
        Assert.True(report.Spills, report.Text);
    }

    [AssemblerFact]
    public void WhatIsNoPtxIsRejected() => Assert.False(Assembler.Assemble("no PTX", "sm_90").IsAccepted);
}
