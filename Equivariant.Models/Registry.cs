using System.Reflection;

namespace Equivariant;

/// <summary>Finds what an assembly offers of a type, so that adding one is adding a file.</summary>
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

    /// <summary>The values that the classes of an assembly hold in public static properties, alone or in lists, by their names and
    /// in that order.</summary>
    public static IReadOnlyDictionary<string, T> Values<T>(Assembly assembly, Func<T, string> name) where T : class => assembly
        .GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(property => property.PropertyType == typeof(T) || property.PropertyType.IsAssignableTo(typeof(IEnumerable<T>)))
        .SelectMany(property => property.GetValue(null) is T one ? [one] : (IEnumerable<T>)property.GetValue(null)!)
        .OrderBy(name, StringComparer.Ordinal)
        .ToDictionary(name);
}
