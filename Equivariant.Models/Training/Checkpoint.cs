using System.Text.Json;
using Equivariant.Formats;
using Equivariant.Layers;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>Epochs done, and the epoch with the best validation score; a greater score is better.</summary>
internal sealed record RunState(int Epoch, int BestEpoch, double BestScore);

/// <summary>
/// Weights in a safetensors file, under PyTorch's names, that say in their metadata which network they belong to; optimizer state
/// beside them where a run is to be resumed.
/// </summary>
internal static class Checkpoint
{
    private const string ConfigKey = "equivariant.config";
    private const string StateKey = "equivariant.state";

    public static void Save(string path, Module network, TrainConfig config, RunState state, Optimizer? optimizer)
    {
        var metadata = new Dictionary<string, string>
        {
            [ConfigKey] = JsonSerializer.Serialize(config, RunFolder.Json),
            [StateKey] = JsonSerializer.Serialize(state, RunFolder.Json),
        };
        var arrays = Weights.Arrays(network);
        if (optimizer is not null)
        {
            arrays = arrays.Concat(optimizer.State.Select(t =>
                KeyValuePair.Create(Weights.OptimizerPrefix + t.Name, t.Value.ToNdArray())));
        }
        SafeTensors.Write(path, arrays, metadata);
    }

    /// <summary>The settings of the run that a checkpoint comes from.</summary>
    public static TrainConfig ReadConfig(SafeTensorsReader file, string path) => Read<TrainConfig>(file, path, ConfigKey);

    public static RunState Load(string path, Module network, Optimizer optimizer)
    {
        using var file = SafeTensors.Open(path);
        var state = Read<RunState>(file, path, StateKey);
        Weights.Load(network, file, path);
        var saved = file.Names.Where(name => name.StartsWith(Weights.OptimizerPrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Weights.OptimizerPrefix.Length..], name => file.Read(name).ToTensor());
        try
        {
            optimizer.Restore(saved);
        }
        catch (ArgumentException e)
        {
            throw new FileFormatException(path, $"the run cannot go on from it: {e.Message}", e);
        }
        finally
        {
            foreach (var tensor in saved.Values)
                tensor.Dispose();
        }
        return state;
    }

    private static T Read<T>(SafeTensorsReader file, string path, string key)
    {
        try
        {
            if (file.Metadata.TryGetValue(key, out var json) && JsonSerializer.Deserialize<T>(json, RunFolder.Json) is { } value)
                return value;
        }
        catch (JsonException e)
        {
            throw new FileFormatException(path, $"its metadata '{key}' is damaged", e);
        }
        throw new FileFormatException(path, $"it has no metadata '{key}': it is not a checkpoint of a training run");
    }
}
