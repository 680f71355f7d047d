namespace Equivariant.Tests.Cpu;

/// <summary>Three steps of an optimizer with clipped gradients, on parameters of random sizes.</summary>
internal sealed record OptimizerCase(string Kind, int[] Counts, ulong Seed) : IParityCase<OptimizerCase>
{
    private static readonly string[] Kinds = ["plain", "momentum", "nesterov", "adam", "amsgrad", "adamw"];

    public static string[] Parts => ["norms", "parameters", "memory"];

    public static OptimizerCase Draw(Rng rng) => new(
        Kinds[rng.NextInt(Kinds.Length)],
        [rng.NextInt(40) + 1, rng.NextInt(5000) + 1, rng.NextInt(200_000) + 1], rng.NextUInt64());

    public double[][] Run(Device device)
    {
        var rng = new Rng(Seed);
        Tensor[] parameters = [.. Counts.Select(count => Draw(count).WithGrad())];
        using var optimizer = Make(parameters);
        var norms = new List<double>();
        for (var step = 0; step < 3; step++)
        {
            foreach (var parameter in parameters)
                parameter.Grad = Draw(parameter.Count);
            norms.Add(optimizer.ClipGradNorm(Math.Sqrt(Counts.Sum()) / 2));
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        return [[.. norms], [.. parameters.SelectMany(parameter => parameter.ToDoubles())],
            [.. optimizer.State.SelectMany(item => item.Value.ToDoubles())]];

        Tensor Draw(int count) => rng.NextTensor([count], device: device);
    }

    private Optimizer Make(Tensor[] parameters) => Kind switch
    {
        "plain" => new Sgd(parameters, 0.05, weightDecay: 0.01),
        "momentum" => new Sgd(parameters, 0.05, momentum: 0.9, dampening: 0.1),
        "nesterov" => new Sgd(parameters, 0.05, momentum: 0.9, weightDecay: 0.01, nesterov: true),
        "adam" => new Adam(parameters, 0.05, weightDecay: 0.01),
        "amsgrad" => new Adam(parameters, 0.05, amsgrad: true),
        _ => new AdamW(parameters, 0.05),
    };
}
