namespace Equivariant.Benchmarks;

/// <summary>One op with an input and a weight: forward, and forward with the gradients of both.</summary>
internal sealed class ConvWorkload : Workload
{
    private readonly Device device;
    private readonly Tensor x, weight, dy;
    private readonly IDisposable? tables;
    private readonly Func<Tensor, Tensor, Tensor> op;

    private ConvWorkload(
        Shape maps, Shape weight, Device device, Rng rng, Func<Tensor, Tensor, Tensor> op, IDisposable? tables = null)
    {
        (this.device, this.op, this.tables) = (device, op, tables);
        x = Random(maps, device, rng).WithGrad();
        this.weight = Random(weight, device, rng).WithGrad();
        dy = Random(maps, device, rng);
    }

    /// <summary><see cref="Ops.Conv"/>.</summary>
    public static Workload Plain(ConvShape shape, int batch, Device device, Rng rng)
    {
        var (options, products) = (shape.Options, shape.ProductsPerTap(batch) * Math.Pow(shape.KernelSize, shape.Rank));
        return new ConvWorkload(shape.Maps(batch), [shape.Channels, shape.Channels, .. shape.Kernel], device, rng,
            (x, weight) => Ops.Conv(x, weight, null, options))
        {
            DenseProducts = products,
            WorkProducts = products,
            Way = Ordinary(device),
        };
    }

    /// <summary><see cref="Ops.SymmetricConv"/>, the copies of the kernel reduced by their maximum.</summary>
    public static Workload Symmetric(ConvShape shape, KernelIndexMap map, int batch, Device device, Rng rng)
    {
        const OrientationReduction reduction = OrientationReduction.Max;
        var (options, tables, maps) = (shape.Options, new IndexTables(map, device), shape.Maps(batch));
        Shape parameters = [shape.Channels, shape.Channels, map.Parameters];
        var way = SymmetricConvChoice.Of(device, maps, parameters, map, options, reduction);
        var dense = shape.ProductsPerTap(batch) * map.Taps * map.Orientations;
        return new ConvWorkload(maps, parameters, device, rng,
            (x, weight) => Ops.SymmetricConv(x, weight, null, tables, options, reduction), tables)
        {
            DenseProducts = dense,
            WorkProducts = !way.IsTransformed() ? dense
                : shape.ProductsPerTap(batch) * SymmetricConvChoice.FactorisedProducts(map, reduction)!.Value,
            Way = way,
        };
    }

    /// <summary><see cref="Ops.GroupConv"/>, the orientations among the channels of the shape.</summary>
    public static Workload Group(ConvShape shape, SymmetryGroup group, int batch, Device device, Rng rng)
    {
        var (options, tables) = (shape.Options, new GroupTables(group, shape.Kernel, device));
        var channels = shape.Channels / group.Order;
        Shape bank = [channels, channels, group.Order * shape.Kernel.Aggregate(1, (product, size) => product * size)];
        var map = tables.Copies.Map;
        var way = SymmetricConvChoice.Of(device, shape.Maps(batch), bank, tables, options);
        var dense = shape.ProductsPerTap(batch) * (map.Taps / group.Order);
        return new ConvWorkload(shape.Maps(batch), bank, device, rng,
            (x, weight) => Ops.GroupConv(x, weight, null, tables, options), tables)
        {
            DenseProducts = dense,
            WorkProducts = way == SymmetricConvPath.Dense ? dense
                : dense * SymmetricConvChoice.FactorisedProducts(map)!.Value / map.Table.Length,
            Way = way,
        };
    }

    public override void Forward()
    {
        using var tape = Tape.NoGrad();
        op(x, weight);
        device.Synchronize();
    }

    public override void Train()
    {
        using (var tape = Tape.Record())
            tape.Backward(op(x, weight), dy);
        device.Synchronize();
        x.ZeroGrad();
        weight.ZeroGrad();
    }

    public override void Dispose()
    {
        x.Dispose();
        weight.Dispose();
        dy.Dispose();
        tables?.Dispose();
    }

    private static Tensor Random(Shape shape, Device device, Rng rng)
    {
        var values = new float[shape.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)rng.NextDouble(-1, 1);
        return Tensor.From(values, shape, device);
    }
}

/// <summary>The shape of a convolution that keeps channels and size: stride 1, padding by half the kernel, no bias.</summary>
/// <param name="Channels">Of input and output.</param>
/// <param name="Size">Edge length of the maps.</param>
/// <param name="KernelSize">Taps an axis, odd.</param>
/// <param name="Rank">Spatial axes.</param>
internal sealed record ConvShape(int Channels = 64, int Size = 28, int KernelSize = 3, int Rank = 2)
{
    /// <summary>The usual number of images.</summary>
    public const int Batch = 32;

    public ConvOptions Options => new() { Padding = KernelSize / 2 };

    public int[] Kernel => [.. Enumerable.Repeat(KernelSize, Rank)];

    /// <summary>Shape of input and output.</summary>
    public Shape Maps(int batch) => [batch, Channels, .. Enumerable.Repeat(Size, Rank)];

    /// <summary>Multiply-adds for one tap of one kernel copy.</summary>
    public double ProductsPerTap(int batch) => Maps(batch).Count * (double)Channels;
}
