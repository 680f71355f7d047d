namespace Equivariant.Tests.Architecture;

/// <summary>Code points in one direction: a folder may use those above it in its list, never those below it.</summary>
public class ArrowsTests
{
    /// <summary>Folders of the core, from the bottom up; those of one line do not use each other.</summary>
    private static readonly string[][] Core =
    [
        ["."],
        ["Tensors"],
        ["Kernels"],
        ["Devices"],
        ["Autograd"],
        ["Geometry"],
        ["Symmetry"],
        ["Ops"],
        ["Cpu"],
    ];

    /// <summary>Folders of the models, from the bottom up.</summary>
    private static readonly string[][] Models =
    [
        ["."],
        ["Formats", "Segmentation"],
        ["Metrics"],
        ["Augmentation"],
        ["Data"],
        ["Layers"],
        ["Networks"],
        ["Optim"],
        ["Prediction", "Exactness"],
        ["Evaluation"],
        ["Training"],
        ["Benchmarks", "Reports"],
        ["Comparison"],
    ];

    /// <summary>Uses against the order that wait to be removed, as USER → USED.</summary>
    private static readonly HashSet<string> Exceptions = [];

    /// <summary>Types of the CPU device that the GPU project still uses.</summary>
    private static readonly string[] GpuExceptions = [];

    [Fact]
    public void FoldersOfTheCorePointInOneDirection() => NoneAgainst(Core, "Equivariant.Core");

    [Fact]
    public void FoldersOfTheModelsPointInOneDirection() => NoneAgainst(Models, "Equivariant.Models");

    [Theory]
    [InlineData("Equivariant.Core")]
    [InlineData("Equivariant.Models")]
    public void TheReversedOrderIsFoundToBeWrong(string project)
    {
        string[][] reversed = [.. (project == "Equivariant.Core" ? Core : Models).Reverse()];
        Assert.True(Against(reversed, project).Length > 20);
    }

    [Fact]
    public void AFolderThatTheOrderDoesNotNameIsAnError()
    {
        string[][] order = [.. Core.Where(line => line[0] != "Devices")];
        Assert.Contains(Against(order, "Equivariant.Core"), use => use.Contains("Devices"));
    }

    private static void NoneAgainst(string[][] order, string project)
    {
        var against = Against(order, project);
        Assert.True(against.Length == 0, string.Join(Environment.NewLine, against));
    }

    /// <summary>Every use against an order, and every folder that it leaves out.</summary>
    private static string[] Against(string[][] order, string project)
    {
        using var references = Open(project);
        int Level(string folder) => Array.FindIndex(order, line => line.Contains(folder));
        return [.. references.Uses()
            .Where(use => Level(use.From) < 0 || Level(use.To) < 0 || Level(use.To) >= Level(use.From))
            .Where(use => !Exceptions.Contains($"{use.User} → {use.Used}"))
            .Select(use => $"{use.From} → {use.To}: {use.User} → {use.Used}").Distinct().Order()];
    }

    private static FolderReferences Open(string project) =>
        new(Path.Combine(AppContext.BaseDirectory, project + ".dll"), project);

    [Theory]
    [InlineData("Equivariant.Core")]
    [InlineData("Equivariant.Models")]
    [InlineData("equivariant")]
    public void OnlyTheGpuProjectKnowsIlgpu(string assembly)
    {
        using var references = Open(assembly);
        Assert.DoesNotContain(references.Assemblies, name => name.StartsWith("ILGPU", StringComparison.Ordinal));
    }

    /// <summary>The GPU device stands beside the CPU device, not on it.</summary>
    [Fact]
    public void TheGpuProjectDoesNotUseTheCpuDevice()
    {
        using var core = Open("Equivariant.Core");
        using var gpu = Open("Equivariant.Gpu");
        Assert.Empty(gpu.Imported("Equivariant.Core").Where(name => core.Folder(name) == "Cpu").Except(GpuExceptions));
    }
}
