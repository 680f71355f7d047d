using Equivariant.Data;

namespace Equivariant.Training;

/// <summary>What a run does to images before the network sees them.</summary>
public static class Pipelines
{
    /// <summary>Training: the settings' own pipeline if it normalises, else resizing,
    /// the settings' augmentation and normalisation.</summary>
    /// <exception cref="PipelineException">The text of the augmentation is wrong.</exception>
    public static Pipeline Training(TrainConfig config)
    {
        if (config.Augment.Split(',').Any(step => step.Trim().StartsWith("normalize", StringComparison.Ordinal)))
            return Pipeline.Parse(config.Augment);
        return Around(config, config.Augment);
    }

    /// <summary>Validation and test: resizing, the settings' fixed steps and normalisation.</summary>
    public static Pipeline Evaluation(TrainConfig config) => Around(config, config.TestSteps);

    private static Pipeline Around(TrainConfig config, string steps) => Pipeline.Parse(string.Join(',',
        new[] { $"resize:{config.InputSize}", steps, "normalize" }.Where(step => step.Length > 0)));
}
