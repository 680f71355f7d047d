using System.Reflection;

namespace Equivariant.Tests.Gpu;

/// <summary>One kernel as ILGPU compiles it.</summary>
internal sealed record KernelCase(string Name, MethodInfo Method, bool IsTuned);

/// <summary>All kernels of the library, found by reflection: bodies in both element types, and tuned ones.</summary>
internal static class KernelCatalogue
{
    private static readonly Type[] Types =
    [
        .. new[] { typeof(Ops), typeof(Optimizer), typeof(GpuDevice) }.SelectMany(type => type.Assembly.GetTypes()),
    ];

    public static IReadOnlyList<KernelCase> Plain { get; } = [.. Types.Where(type => type.IsValueType)
        .SelectMany(Closed).SelectMany(Cases)];

    public static IReadOnlyList<KernelCase> Tuned { get; } = [.. Types
        .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }
            && typeof(IGpuKernels).IsAssignableFrom(type))
        .SelectMany(type => (IEnumerable<MethodInfo>)type.GetProperty(nameof(IGpuKernels.Kernels))!.GetValue(null)!)
        .Distinct().Select(method => new KernelCase(NameOf(method.DeclaringType!) + "." + method.Name, method, true))];

    public static IReadOnlyList<KernelCase> All { get; } = [.. Plain, .. Tuned];

    private static IEnumerable<KernelCase> Cases(Type kernel) =>
        from contract in kernel.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IKernel<>)
        from dtype in new[] { DType.Float32, DType.Float64 }
        select new KernelCase($"{NameOf(kernel)}.{dtype}",
            KernelText.Plain(kernel, contract.GetGenericArguments()[0], dtype), false);

    /// <summary>A generic body with every type that its parameter takes.</summary>
    private static IEnumerable<Type> Closed(Type type)
    {
        if (!type.IsGenericTypeDefinition)
            return [type];
        if (!type.GetInterfaces().Any(contract => contract.IsGenericType
            && contract.GetGenericTypeDefinition() == typeof(IKernel<>)))
            return [];
        var parameter = type.GetGenericArguments().Single();
        var contract = parameter.GetGenericParameterConstraints().Single(constraint => constraint.IsInterface);
        return Types.Where(candidate => candidate is { IsValueType: true, IsGenericTypeDefinition: false }
            && contract.IsAssignableFrom(candidate)).Select(candidate => type.MakeGenericType(candidate));
    }

    private static string NameOf(Type type)
    {
        var name = type.DeclaringType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name;
        var arguments = type.IsConstructedGenericType ? "-" + string.Join("-", type.GetGenericArguments().Select(NameOf)) : "";
        return name.Split('`')[0] + arguments;
    }
}
