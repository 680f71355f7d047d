using System.Reflection;

namespace Equivariant;

/// <summary>Finds what an assembly offers of a type, so that adding one is adding a file.</summary>
internal static class Registry
{
    /// <summary>One of every concrete class of the type that can be made without arguments, in the order of their
    /// names.</summary>
    public static IReadOnlyList<T> All<T>(Func<T, string> name) where T : class =>
    [
        .. typeof(T).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract && type.GetConstructor([]) is not null)
            .Select(type => (T)Activator.CreateInstance(type)!)
            .OrderBy(name, StringComparer.Ordinal),
    ];

    /// <summary>The values that the classes of an assembly hold in static properties, alone or, outside the type itself, in
    /// lists; in the order of their names.</summary>
    /// <param name="name">The name of a value.</param>
    /// <param name="assembly">Where to look; the type's own assembly if null.</param>
    public static IReadOnlyList<T> Values<T>(Func<T, string> name, Assembly? assembly = null) where T : class =>
    [
        .. (assembly ?? typeof(T).Assembly).GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(property => property.PropertyType == typeof(T)
                || (property.DeclaringType != typeof(T) && property.PropertyType.IsAssignableTo(typeof(IEnumerable<T>))))
            .SelectMany(property => property.GetValue(null) is T one ? [one] : (IEnumerable<T>)property.GetValue(null)!)
            .OrderBy(name, StringComparer.Ordinal),
    ];
}
