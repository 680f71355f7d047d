namespace Equivariant.Training;

/// <summary>Makes the optimizer and the learning rate schedule that the settings of a run name. A new schedule is named here and
/// in <see cref="TrainConfig.Validate"/>.</summary>
internal static class OptimizerSettings
{
    public static Optimizer Optimizer(TrainConfig config, IEnumerable<Tensor> parameters) => config.Optimizer switch
    {
        "sgd" => new Sgd(
            parameters, config.LearningRate, config.Momentum, weightDecay: config.WeightDecay, nesterov: config.Nesterov),
        "adam" => new Adam(parameters, config.LearningRate, weightDecay: config.WeightDecay),
        _ => new AdamW(parameters, config.LearningRate, weightDecay: config.WeightDecay),
    };

    /// <summary>The rate of every step; cosine falls with every step, multistep at the milestones' epochs.</summary>
    public static Schedule Schedule(TrainConfig config, int stepsPerEpoch)
    {
        var warmUp = config.WarmupEpochs * stepsPerEpoch;
        Schedule main = config.Schedule switch
        {
            "constant" => new ConstantRate(config.LearningRate),
            "cosine" => new CosineDecay(
                config.LearningRate, Math.Max(1, (config.Epochs * stepsPerEpoch) - warmUp), config.MinLearningRate),
            _ => new MultiStepDecay(config.LearningRate,
                [.. config.Milestones.Select(epoch => (epoch - config.WarmupEpochs) * stepsPerEpoch)], config.Gamma),
        };
        return warmUp == 0 ? main : new WarmUp(warmUp, main);
    }
}
