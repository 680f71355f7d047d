namespace Equivariant.Training;

/// <summary>A mask of the pixels that no rotation moves out of the image: those within half its shortest side of the
/// centre.</summary>
internal sealed class InscribedDisc : IDisposable
{
    private readonly Tensor inside, outside;

    /// <summary>The disc of images, or the ball of volumes, of shape [C, spatial…]; what lies outside becomes
    /// <paramref name="fill"/>.</summary>
    public InscribedDisc(Shape image, double fill, Device? device)
    {
        int[] size = [.. image.ToArray().Skip(1)];
        var radius = size.Min() / 2.0;
        var values = new float[size.Aggregate(1, (product, extent) => product * extent)];
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, distance) = (i, 0.0);
            for (var axis = size.Length - 1; axis >= 0; axis--)
            {
                var from = (rest % size[axis]) - ((size[axis] - 1) / 2.0);
                distance += from * from;
                rest /= size[axis];
            }
            values[i] = distance <= radius * radius ? 1 : 0;
        }
        Shape shape = [1, 1, .. size];
        inside = Tensor.From(values, shape, device);
        outside = Tensor.From(Array.ConvertAll(values, value => (float)((1 - value) * fill)), shape, device);
    }

    /// <summary>A batch [N,C,…] with the fill outside.</summary>
    public Tensor Apply(Tensor x) => (x * inside) + outside;

    public void Dispose()
    {
        inside.Dispose();
        outside.Dispose();
    }
}
