namespace Equivariant.Tests.Cpu;

/// <summary>A batched matrix product and a linear layer of random sizes, added up.</summary>
internal sealed record MatrixCase(ulong Seed, int Batch, int Rows, int Inner, int Columns) : IParityCase<MatrixCase>
{
    public static string[] Parts { get; } = ["product", "layer", "da", "db", "dweight", "dbias"];

    public static MatrixCase Draw(Rng rng)
    {
        var (batch, rows, columns) = (1 + rng.NextInt(3), 1 + rng.NextInt(90), 1 + rng.NextInt(110));
        return new(rng.NextUInt64(), batch, rows, 1 + rng.NextInt(rng.NextBool(0.3) ? 500 : 60), columns);
    }

    public double[][] Run(Device device)
    {
        var rng = new Rng(Seed);
        Tensor Make(Shape shape) => rng.NextTensor(shape, device: device, draw: Parity.Draw).WithGrad();
        Tensor[] inputs = [Make([Batch, Rows, Inner]), Make([Batch, Inner, Columns]), Make([Columns, Inner]), Make([Columns])];
        using var tape = Tape.Record();
        var product = Ops.MatMul(inputs[0], inputs[1]);
        var layer = Ops.Linear(inputs[0], inputs[2], inputs[3]);
        var sum = Ops.Add(product, layer);
        tape.Backward(sum, Make(sum.Shape));
        return [product.ToDoubles(), layer.ToDoubles(), .. inputs.Select(input => input.Grad!.ToDoubles())];
    }
}
