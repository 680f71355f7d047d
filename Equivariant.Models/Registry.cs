using System.Reflection;

namespace Equivariant;

/// <summary>Finds what the assembly has of a kind, so that adding one is adding a file.</summary>
internal static class Registry
{
    /// <summary>One of every concrete class of the type that can be made without arguments,
    /// in the order of their names.</summary>
    public static IReadOnlyList<T> All<T>(Func<T, string> name) where T : class =>
    [
        .. typeof(T).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract && type.GetConstructor([]) is not null)
            .Select(type => (T)Activator.CreateInstance(type)!)
            .OrderBy(name, StringComparer.Ordinal),
    ];

    /// <summary>The value of every static property of the type, in the order of their names.</summary>
    public static IReadOnlyList<T> Values<T>(Func<T, string> name) where T : class =>
    [
        .. typeof(T).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType == typeof(T))
            .Select(property => (T)property.GetValue(null)!)
            .OrderBy(name, StringComparer.Ordinal),
    ];

    /// <summary>The same by name.</summary>
    public static IReadOnlyDictionary<string, T> ByName<T>(Func<T, string> name) where T : class => All(name).ToDictionary(name);
}
