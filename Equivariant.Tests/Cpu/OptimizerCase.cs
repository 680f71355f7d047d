using Equivariant.Tests.Optim;

namespace Equivariant.Tests.Cpu;

/// <summary>Three steps of an optimizer with clipped gradients, on parameters of random sizes.</summary>
internal sealed record OptimizerCase(string Kind, int[] Counts, ulong Seed) : IParityCase<OptimizerCase>
{
    private static readonly string[] Kinds = ["sgd", "momentum", "nesterov", "adam", "amsgrad", "adamw"];

    public static string[] Parts => ["norms", "parameters", "memory"];

    public static OptimizerCase Draw(Rng rng) => new(
        Kinds[rng.NextInt(Kinds.Length)],
        [rng.NextInt(40) + 1, rng.NextInt(5000) + 1, rng.NextInt(200_000) + 1], rng.NextUInt64());

    public double[][] Run(Device device)
    {
        var rng = new Rng(Seed);
        Tensor[] parameters = [.. Counts.Select(count => Draw(count).WithGrad())];
        using var optimizer = Optimizers.Make(Kind, parameters);
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
}
