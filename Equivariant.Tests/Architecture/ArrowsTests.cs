using System.Reflection;

namespace Equivariant.Tests.Architecture;

/// <summary>Code points in one direction: a folder may use those above it in its list, never those below it.</summary>
public class ArrowsTests
{
    /// <summary>Folders of the core, from the bottom up.</summary>
    private static readonly string[] Core =
        [".", "Tensors", "Kernels", "Devices", "Autograd", "Geometry", "Symmetry", "Ops", "Cpu"];

    /// <summary>Folders of the models, from the bottom up; two of one string do not use each other.</summary>
    private static readonly string[] Models =
    [
        ".", "Formats Segmentation", "Metrics", "Augmentation", "Data", "Layers", "Networks", "Optim", "Prediction Exactness",
        "Evaluation", "Training", "Benchmarks Reports", "Comparison",
    ];

    [Fact]
    public void FoldersOfTheCorePointInOneDirection() => Assert.Empty(Against(Core, "Equivariant.Core"));

    [Fact]
    public void FoldersOfTheModelsPointInOneDirection() => Assert.Empty(Against(Models, "Equivariant.Models"));

    [Fact]
    public void TheReversedOrderIsFoundToBeWrong()
    {
        Assert.True(Against([.. Core.AsEnumerable().Reverse()], "Equivariant.Core").Length > 20);
        Assert.True(Against([.. Models.AsEnumerable().Reverse()], "Equivariant.Models").Length > 20);
    }

    [Fact]
    public void AFolderThatTheOrderDoesNotNameIsAnError() => Assert.Contains(
        Against([.. Core.Where(line => line != "Devices")], "Equivariant.Core"), use => use.Contains("Devices"));

    /// <summary>Every use against an order, and every folder that it leaves out.</summary>
    private static string[] Against(string[] order, string project)
    {
        int Level(string folder) => Array.FindIndex(order, line => line.Split(' ').Contains(folder));
        var against =
            from use in FolderReferences.Uses(project)
            where use.User.Assembly == use.Used.Assembly
            let user = FolderReferences.FolderOf(use.User)
            let used = FolderReferences.FolderOf(use.Used)
            where user is not null && used is not null && user != used
                && (Level(user) < 0 || Level(used) < 0 || Level(used) >= Level(user))
            select $"{user} → {used}: {use.User.Name} → {use.Used.Name}";
        return [.. against.Distinct().Order()];
    }

    [Theory]
    [InlineData("Equivariant.Core")]
    [InlineData("Equivariant.Models")]
    [InlineData("equivariant")]
    public void OnlyTheGpuProjectKnowsIlgpu(string assembly) => Assert.DoesNotContain(
        Assembly.Load(assembly).GetReferencedAssemblies(), name => name.Name!.StartsWith("ILGPU", StringComparison.Ordinal));

    /// <summary>The GPU device stands beside the CPU device, not on it.</summary>
    [Fact]
    public void TheGpuProjectDoesNotUseTheCpuDevice()
    {
        var used = FolderReferences.Uses("Equivariant.Gpu").Select(use => use.Used)
            .Where(type => type.Assembly == typeof(Tensor).Assembly).ToArray();
        Assert.Contains(used, type => FolderReferences.FolderOf(type) == "Devices");
        Assert.DoesNotContain(used, type => FolderReferences.FolderOf(type) == "Cpu");
    }
}
