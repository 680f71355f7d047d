using System.Text.Json;
using System.Text.Json.Serialization;
using Equivariant.Formats;

namespace Equivariant.Training;

/// <summary>The files of a run.</summary>
internal sealed record RunFolder(string Path)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true };

    public string Config => System.IO.Path.Combine(Path, "config.json");

    /// <summary>One JSON object an epoch.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Weights and optimizer state after the newest epoch: what a run is resumed from.</summary>
    public string Last => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>Weights after the epoch with the best validation score.</summary>
    public string Best => System.IO.Path.Combine(Path, "best.safetensors");

    /// <exception cref="FileNotFoundException">There is no run in the folder.</exception>
    /// <exception cref="FileFormatException">config.json is damaged.</exception>
    public TrainConfig ReadConfig()
    {
        if (!File.Exists(Config))
            throw new FileNotFoundException(
                $"'{Path}' holds no run: there is no config.json; name the folder given to train as --out.");
        try
        {
            return JsonSerializer.Deserialize<TrainConfig>(File.ReadAllText(Config), Json)
                ?? throw new FileFormatException(Config, "it is empty");
        }
        catch (JsonException e)
        {
            throw new FileFormatException(Config, $"it is not the settings of a run ({e.Message})", e);
        }
    }

    /// <summary>Makes the folder and writes the settings of a new run.</summary>
    /// <exception cref="IOException">The folder holds a run already, or cannot be written.</exception>
    public void Create(TrainConfig config, bool force)
    {
        if (!force && new[] { Config, Metrics, Last, Best }.Any(File.Exists))
        {
            throw new IOException(
                $"'{Path}' holds a run already; continue it with --resume, choose another folder, or overwrite it with --force.");
        }
        Directory.CreateDirectory(Path);
        foreach (var old in new[] { Metrics, Last, Best })
            File.Delete(old);
        AtomicFile.WriteAllText(Config, JsonSerializer.Serialize(config, Indented) + "\n");
    }

    /// <summary>The epochs so far; a line that an interruption cut short is left out.</summary>
    public IReadOnlyList<EpochReport> ReadMetrics()
    {
        var epochs = new List<EpochReport>();
        if (!File.Exists(Metrics))
            return epochs;
        foreach (var line in File.ReadLines(Metrics))
        {
            try
            {
                if (JsonSerializer.Deserialize<EpochReport>(line, Json) is { } epoch)
                    epochs.Add(epoch);
            }
            catch (JsonException)
            {
                break;
            }
        }
        return epochs;
    }

    public void WriteMetrics(IEnumerable<EpochReport> epochs) =>
        AtomicFile.WriteAllText(Metrics, string.Concat(epochs.Select(epoch => JsonSerializer.Serialize(epoch, Json) + "\n")));
}
