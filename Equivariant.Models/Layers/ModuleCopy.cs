using System.Reflection;

namespace Equivariant.Layers;

/// <summary>
/// Copies a network with some of its layers exchanged. Modules hold their parts in fields of their own, so the copy goes through
/// the fields: parts and tensors are copied, everything else is shared. A module whose parts stand in fields, arrays, lists or a
/// <see cref="Chain"/> needs to do nothing for it.
/// </summary>
/// <param name="exchange">Given a part and its path, the module to stand in its place; null to copy it.</param>
internal sealed class ModuleCopy(Func<string, Module, Module?> exchange)
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<object, object> made = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="InvalidOperationException">A part is exchanged for one that its field cannot hold.</exception>
    public Module Of(Module module) => Of(module, "");

    private static Tensor Of(Tensor tensor)
    {
        var copy = Tensor.FromDoubles(tensor.ToDoubles(), tensor.Shape, tensor.DType, tensor.Device);
        return tensor.RequiresGrad ? copy.WithGrad() : copy;
    }

    private Module Of(Module module, string path)
    {
        if (made.TryGetValue(module, out var known))
            return (Module)known;
        if (exchange(path, module) is { } other)
        {
            made[module] = other;
            return other;
        }
        var copy = module.ShallowCopy();
        made[module] = copy;
        foreach (var (name, part) in module.Children)
            Of(part, path.Length == 0 ? name : $"{path}.{name}");
        for (var type = module.GetType(); type != typeof(object); type = type!.BaseType)
        {
            foreach (var field in type!.GetFields(Declared))
                Fill(field, copy, path);
        }
        return copy;
    }

    private void Fill(FieldInfo field, Module copy, string path)
    {
        var value = field.GetValue(copy);
        var part = Part(value, path);
        if (ReferenceEquals(part, value))
            return;
        if (!field.FieldType.IsInstanceOfType(part))
            throw new InvalidOperationException(
                $"{copy.Description} holds a {field.FieldType.Name} in '{field.Name}', which {part} cannot replace.");
        field.SetValue(copy, part);
    }

    /// <summary>What stands for a value in the copy: itself, unless it is or holds modules or tensors.</summary>
    private object? Part(object? value, string path)
    {
        switch (value)
        {
            case Module module:
                return Of(module, path);
            case Chain chain:
                return chain.With(module => Of(module, path));
            case Tensor tensor:
                return Once(tensor, Of);
            case IndexTables tables:
                return Once(tables, source => new IndexTables(source.Map, source.Device));
            case GroupTables tables:
                return Once(tables, source => new GroupTables(source.Group, [.. source.KernelSize], source.Copies.Device));
            case Rng rng:
                return Once(rng, source => source.Fork("copy"));
            case Array array when Holds(array.GetType().GetElementType()!):
                var elements = (Array)array.Clone();
                for (var i = 0; i < elements.Length; i++)
                    elements.SetValue(Part(elements.GetValue(i), path), i);
                return elements;
            case List<(string Name, Module Value)> parts:
                return parts.ConvertAll(part => (part.Name, Of(part.Value, path)));
            case List<(string Name, Tensor Value)> tensors:
                return tensors.ConvertAll(tensor => (tensor.Name, Once(tensor.Value, Of)));
            case List<IDisposable> owned:
                return owned.ConvertAll(part => (IDisposable)Part(part, path)!);
            default:
                return value;
        }
    }

    private T Once<T>(T source, Func<T, T> copy) where T : class
    {
        if (!made.TryGetValue(source, out var known))
            made[source] = known = copy(source);
        return (T)known;
    }

    private static bool Holds(Type element) => element.IsAssignableTo(typeof(Module)) || element.IsAssignableTo(typeof(Tensor));
}
