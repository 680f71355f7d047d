using Equivariant.Formats;
using Equivariant.Layers;

namespace Equivariant.Networks;

/// <summary>Weights in safetensors files, by the names of PyTorch's state dict.</summary>
public static class Weights
{
    /// <summary>Constants of the reference implementation and counters that carry nothing: accepted, not needed.</summary>
    private static readonly string[] Constants = [".weight_index_mat", ".num_batches_tracked"];

    /// <summary>Names that start so hold the optimizer's state, in a checkpoint of a training run.</summary>
    internal const string OptimizerPrefix = "optimizer.";

    /// <summary>Loads every parameter and buffer of a network from a file.</summary>
    /// <exception cref="FileFormatException">The file is damaged, lacks a tensor, has one too many,
    /// or one of another shape.</exception>
    public static void Load(Module module, string path)
    {
        using var file = SafeTensors.Open(path);
        Load(module, file, path);
    }

    /// <summary>The same from an open file, named for messages; the network stays as it was if anything does not fit.</summary>
    internal static void Load(Module module, SafeTensorsReader file, string path)
    {
        var targets = module.NamedParameters().Concat(module.NamedBuffers()).ToDictionary(t => t.Name, t => t.Value);
        var extra = file.Names.FirstOrDefault(name => !targets.ContainsKey(name) && !Constants.Any(name.EndsWith)
            && !name.StartsWith(OptimizerPrefix, StringComparison.Ordinal));
        if (extra is not null)
            throw new FileFormatException(
                path, $"it holds '{extra}', which {module.Description} does not have: weights of another network");
        foreach (var (name, target) in targets)
        {
            if (!file.Contains(name))
                throw new FileFormatException(path, $"it lacks '{name}' of {module.Description}: weights of another network");
            Shape shape = [.. file.ShapeOf(name)];
            if (shape != target.Shape)
                throw new FileFormatException(
                    path, $"'{name}' is {shape}, {module.Description} needs {target.Shape}: weights of another network");
        }
        foreach (var (name, target) in targets)
            target.CopyFrom(file.Read(name));
    }

    /// <summary>Saves every parameter and buffer of a network.</summary>
    public static void Save(Module module, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafeTensors.Write(path, Arrays(module), metadata);

    internal static IEnumerable<KeyValuePair<string, NdArray>> Arrays(Module module) =>
        module.NamedParameters().Concat(module.NamedBuffers()).Select(t => KeyValuePair.Create(t.Name, t.Value.ToNdArray()));
}
