using System.Reflection;

namespace Equivariant;

/// <summary>Finds tuned kernels, so that adding one is adding a file.</summary>
internal static class TheOnly
{
    /// <summary>An instance of the one class of an assembly that implements an interface; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public static object? Implementation(Type contract, Assembly assembly)
    {
        var type = assembly.GetTypes().SingleOrDefault(type => type.IsClass && contract.IsAssignableFrom(type));
        return type is null ? null : Activator.CreateInstance(type);
    }
}

/// <summary>The one implementation of a contract in the assembly of a device, if it has one.</summary>
internal static class TheOnly<TContract, TDevice> where TContract : class
{
    public static readonly TContract? Instance =
        (TContract?)TheOnly.Implementation(typeof(TContract), typeof(TDevice).Assembly);
}
