using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace Equivariant.Tests.Gpu;

/// <summary>Every kernel compiles for every target on a machine without a GPU.</summary>
public partial class KernelTextTests
{
    [Fact]
    public void TheCatalogueHoldsBodiesOfAllKinds()
    {
        var names = KernelCatalogue.Plain.Select(kernel => kernel.Name).ToArray();
        Assert.Contains("ConvOp.Forward.Float32", names);
        Assert.Contains("GradientScale.Scale.Float64", names);
        Assert.Contains(names, name => name.Contains("AddFunction"));
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void EveryKernelCompilesToPtxWithoutDivergentUniformBranchesOrMissingFunctions() =>
        CheckAll(KernelText.Architectures[^1]);

    [Fact, Trait("Length", "Full")]
    public void EveryKernelCompilesToThePtxOfOlderArchitectures() => Assert.All(KernelText.Architectures.SkipLast(1), CheckAll);

    [Fact, Trait("Length", "Full")]
    public void EveryKernelCompilesToOpenClC()
    {
        using var text = new KernelText();
        Assert.All(KernelCatalogue.All, kernel => Assert.Contains("kernel void", text.OpenClC(kernel.Method)));
    }

    /// <summary>CUDA kernels get a struct as it lies in memory and read its fields in the order of declaration, but .NET lays
    /// tuples, and every struct with one inside, as it likes.</summary>
    [Fact]
    public void EveryArgumentLiesInMemoryAsDeclared()
    {
        Assert.All(KernelCatalogue.All, kernel => Assert.All(kernel.Method.GetParameters(), parameter =>
            Assert.Null(WithAnyOrder(parameter.ParameterType))));
        Assert.Equal(typeof((int, float)), WithAnyOrder(typeof(HoldsATuple)));
    }

    [Theory]
    [InlineData("@%p1 bra.uni L_1;")]
    [InlineData(" @!%p12  bra.uni  L_1;")]
    [InlineData(".extern .func (.param .b32 r) log2(.param .b32 x);")]
    public void WhatMustNotStandInPtxIsFound(string line) =>
        Assert.ThrowsAny<Exception>(() => CheckPtx("example", $".visible .entry k()\n{{\n{line}\n}}"));

    /// <summary>The first part of a struct whose fields may lie in any order. Structs with references, as views are, go over
    /// field by field.</summary>
    private static Type? WithAnyOrder(Type type) =>
        type.IsPrimitive || type.IsEnum || HasReferences(type) ? null
        : Fields(type).Select(WithAnyOrder).FirstOrDefault(found => found is not null) ?? (type.IsAutoLayout ? type : null);

    private static bool HasReferences(Type type) =>
        !type.IsValueType || (!type.IsPrimitive && !type.IsEnum && Fields(type).Any(HasReferences));

    private static IEnumerable<Type> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.FieldType);

    private readonly record struct HoldsATuple((int, float) Pair);

    private static void CheckAll(CudaArchitecture architecture)
    {
        using var text = new KernelText();
        Assert.All(KernelCatalogue.All, kernel => CheckPtx(kernel.Name, text.Ptx(kernel.Method, architecture)));
    }

    private static void CheckPtx(string kernel, string ptx)
    {
        Assert.Contains(".entry", ptx);
        // A branch marked uniform that threads take or leave apart from one another is undefined behaviour.
        Assert.False(DivergentUniformBranch().IsMatch(ptx), $"{kernel}: {DivergentUniformBranch().Match(ptx).Value}");
        Assert.False(ptx.Contains(".extern .func"), $"{kernel} calls a function that is not there");
    }

    [GeneratedRegex(@"@!?%\w+\s+bra\.uni[^;]*;")]
    private static partial Regex DivergentUniformBranch();
}
