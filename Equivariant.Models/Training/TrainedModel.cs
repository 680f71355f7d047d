using Equivariant.Data;
using Equivariant.Formats;
using Equivariant.Layers;
using Equivariant.Networks;

namespace Equivariant.Training;

/// <summary>A network with the weights of a run, and the settings that say what its input must look like.</summary>
/// <param name="Network">In inference mode; owned by the caller.</param>
/// <param name="Config">The settings it was trained with.</param>
/// <param name="Path">The file its weights come from.</param>
public sealed record TrainedModel(Module Network, TrainConfig Config, string Path) : IDisposable
{
    /// <summary>What turns a stored image into input.</summary>
    public Pipeline Pipeline => Pipelines.Evaluation(Config);

    /// <summary>Opens a checkpoint (.safetensors), or the best one of a run's folder.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or run, or the run has no finished epoch.</exception>
    /// <exception cref="FileFormatException">The file is damaged or belongs to another network.</exception>
    public static TrainedModel Open(string path, Device? device = null)
    {
        if (Directory.Exists(path))
        {
            var folder = new RunFolder(path);
            folder.ReadConfig();
            path = File.Exists(folder.Best) ? folder.Best
                : throw new FileNotFoundException($"The run in '{path}' has no finished epoch yet; train it first.");
        }
        using var file = SafeTensors.Open(path);
        var config = Checkpoint.ReadConfig(file, path);
        var network = config.Model.Create(new Initializer(new Rng(0), device));
        Weights.Load(network, file, path);
        network.Eval();
        return new TrainedModel(network, config, path);
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
