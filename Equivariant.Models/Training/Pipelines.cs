using Equivariant.Data;

namespace Equivariant.Training;

/// <summary>The preprocessing of a run: the steps from a stored image to the input of the network.</summary>
internal static class Pipelines
{
    /// <summary>Training: the settings' own pipeline if it normalises, else resizing, the settings' augmentation and
    /// normalisation.</summary>
    public static Pipeline Training(TrainConfig config)
    {
        var augmentation = Pipeline.Parse(config.Augment);
        return augmentation.Steps.Any(step => step.IsNormalization) ? augmentation : Around(config, augmentation);
    }

    /// <summary>Validation and test: resizing, the settings' fixed steps and normalisation.</summary>
    public static Pipeline Evaluation(TrainConfig config) => Around(config, Pipeline.Parse(config.TestSteps));

    private static Pipeline Around(TrainConfig config, Pipeline middle) =>
        new([Resize.To([config.InputSize]), .. middle.Steps, .. Pipeline.Parse("normalize").Steps]);
}
