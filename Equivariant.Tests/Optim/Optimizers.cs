namespace Equivariant.Tests.Optim;

/// <summary>What tests of optimizers are about.</summary>
internal static class Optimizers
{
    public static Optimizer Make(string kind, Tensor[] parameters) => kind switch
    {
        "sgd" => new Sgd(parameters, 0.05, weightDecay: 0.01),
        "momentum" => new Sgd(parameters, 0.05, momentum: 0.9, dampening: 0.1),
        "nesterov" => new Sgd(parameters, 0.05, momentum: 0.9, weightDecay: 0.01, nesterov: true),
        "adam" => new Adam(parameters, 0.05, weightDecay: 0.01),
        "amsgrad" => new Adam(parameters, 0.05, amsgrad: true),
        _ => new AdamW(parameters, 0.05),
    };
}
