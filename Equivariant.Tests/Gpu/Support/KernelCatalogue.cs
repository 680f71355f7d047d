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

    public static IReadOnlyList<KernelCase> Plain { get; } = [.. Types
        .Where(type => type.IsValueType && type.GetInterfaces().Any(IsBody)).SelectMany(Closed).SelectMany(Cases)];

    public static IReadOnlyList<KernelCase> Tuned { get; } = [.. Types
        .Where(type => type.GetMethods().Any(IsTuned)).SelectMany(Closed).SelectMany(type => type.GetMethods()).Where(IsTuned)
        .Select(method => new KernelCase(NameOf(method.DeclaringType!) + "." + method.Name, method, true))];

    public static IReadOnlyList<KernelCase> All { get; } = [.. Plain, .. Tuned];

    private static IEnumerable<KernelCase> Cases(Type kernel) =>
        from contract in kernel.GetInterfaces()
        where IsBody(contract)
        from dtype in new[] { DType.Float32, DType.Float64 }
        select new KernelCase($"{NameOf(kernel)}.{dtype}",
            KernelText.Plain(kernel, contract.GetGenericArguments()[0], dtype), false);

    private static bool IsBody(Type contract) =>
        contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IKernel<>);

    private static bool IsTuned(MethodInfo method) => method.IsDefined(typeof(GpuKernelAttribute));

    /// <summary>A generic type with every type that its parameter takes.</summary>
    private static IEnumerable<Type> Closed(Type type)
    {
        if (!type.IsGenericTypeDefinition)
            return [type];
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
