using System.Reflection;

namespace Equivariant;

/// <summary>Finds tuned kernels, so that adding one is adding a file.</summary>
internal static class TheOnly
{
    /// <summary>
    /// An instance of the one class of an assembly that implements an interface of a kernel; null where there is none. A generic
    /// class is closed with the type arguments of the kernel: <c>TunedUnary&lt;F&gt;</c> implements
    /// <c>ITuned&lt;Unary.Forward&lt;F&gt;, F&gt;</c> for all F.
    /// </summary>
    /// <param name="contract">An interface; if it is generic, its first argument is the kernel.</param>
    /// <param name="assembly">Where to look.</param>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public static object? Implementation(Type contract, Assembly assembly)
    {
        var type = assembly.GetTypes().Where(type => type.IsClass).Select(type => Closed(type, contract))
            .SingleOrDefault(contract.IsAssignableFrom);
        return type is null ? null : Activator.CreateInstance(type);
    }

    private static Type? Closed(Type type, Type contract)
    {
        if (!type.IsGenericTypeDefinition)
            return type;
        if (!contract.IsGenericType)
            return null;
        var kernel = contract.GetGenericArguments()[0];
        return kernel.IsGenericType && type.GetInterfaces().Any(IsForKernel)
            ? type.MakeGenericType(kernel.GetGenericArguments()) : null;

        bool IsForKernel(Type open) => open.IsGenericType
            && open.GetGenericTypeDefinition() == contract.GetGenericTypeDefinition()
            && open.GetGenericArguments()[0] is { IsGenericType: true } own
            && own.GetGenericTypeDefinition() == kernel.GetGenericTypeDefinition();
    }
}

/// <summary>The one implementation of a contract in the assembly of a device, if it has one.</summary>
internal static class TheOnly<TContract, TDevice> where TContract : class
{
    public static readonly TContract? Instance =
        (TContract?)TheOnly.Implementation(typeof(TContract), typeof(TDevice).Assembly);
}
