namespace Equivariant.Data;

/// <summary>
/// Samples random patches of labelled images, balanced by class. A batch depends on the seed and its number, not on what was
/// sampled before or on the number of threads, so that a run can resume from any batch with bit-identical results.
/// </summary>
public sealed class PatchSampler
{
    /// <summary>Draws of a centre before an unlabelled one is taken.</summary>
    private const int Draws = 16;

    private readonly PatchOptions options;
    private readonly HeldImages images;
    private readonly Rng root;

    /// <summary>A sampler; places and changes come from <paramref name="rng"/>, whose state is not changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public PatchSampler(DenseSet set, PatchOptions options, Rng rng)
    {
        options.Check();
        (Set, this.options, root) = (set, options, new Rng(rng.State));
        images = new HeldImages(set, options.HeldImages, root);
    }

    /// <summary>The images.</summary>
    public DenseSet Set { get; }

    /// <summary>[N,C,h,w] of each batch.</summary>
    public Shape Shape => [options.BatchSize, Set.Channels, options.Height, options.Width];

    /// <summary>Batch number <paramref name="step"/>, from 0 on; there is no last one.</summary>
    /// <exception cref="DataException">An image cannot be read.</exception>
    public DenseBatch Batch(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var held = images.Of(step / options.BatchesBetweenImages);
        var (pixels, labels) = (new float[checked((int)Shape.Count)], new int[Shape.Count / Set.Channels]);
        var (pixelsEach, labelsEach) = (pixels.Length / options.BatchSize, labels.Length / options.BatchSize);
        var batch = root.Fork("batch", step);
        Prefetch.InParallel(options.BatchSize, options.Threads, i =>
        {
            // A generator for each patch, not for each thread: who makes it does not matter.
            var rng = batch.Fork("patch", i);
            var from = held[rng.NextInt(held.Count)];
            PatchCutter.Cut(from.Image, Place(from, rng), options, rng,
                pixels.AsSpan(i * pixelsEach, pixelsEach), labels.AsSpan(i * labelsEach, labelsEach));
        });
        return new DenseBatch(pixels, Shape, labels);
    }

    /// <summary>The batches from <paramref name="firstStep"/> on, without end; while one is used the next is made.</summary>
    /// <exception cref="OperationCanceledException">The sampling was ended.</exception>
    public IEnumerable<DenseBatch> Batches(long firstStep = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        return Prefetch.Items(firstStep, long.MaxValue, (step, _) => Batch(step), cancellation);
    }

    private PatchPlace Place(HeldImages.Held from, Rng rng)
    {
        var onBoundary = rng.NextBool(options.BoundaryShare) && from.BoundaryPixels.Length > 0;
        var image = from.Image;
        var centre = 0;
        if (onBoundary)
        {
            centre = from.BoundaryPixels[rng.NextInt(from.BoundaryPixels.Length)];
        }
        else
        {
            for (var draw = 0; draw < Draws; draw++)
            {
                centre = rng.NextInt(image.Labels.Length);
                if (image.Labels[centre] != DenseImage.Ignored)
                    break;
            }
        }
        return new PatchPlace(centre / image.Width, centre % image.Width, options.Dihedral ? rng.NextInt(8) : 0);
    }
}

/// <summary>Some patches with a class for each pixel, ready for a network; in host memory.</summary>
/// <param name="Images">The patches one after the other, channel first.</param>
/// <param name="Shape">[N,C,H,W].</param>
/// <param name="Labels">The class of each pixel, [N,H,W]; <see cref="Equivariant.Labels.Ignored"/> where nobody labelled
/// it.</param>
public sealed record DenseBatch(float[] Images, Shape Shape, int[] Labels)
{
    /// <summary>Number of patches.</summary>
    public int Count => Shape[0];

    /// <summary>[N,H,W].</summary>
    public Shape LabelShape => [Shape[0], Shape[2], Shape[3]];

    /// <summary>The patches as a new float32 tensor [N,C,H,W], owned by the caller.</summary>
    public Tensor ToTensor(Device? device = null) => Tensor.Upload<float>(Images, Shape, device);

    /// <summary>The labels as a new int32 tensor [N,H,W], owned by the caller.</summary>
    public Tensor LabelTensor(Device? device = null) => Tensor.Upload<int>(Labels, LabelShape, device);
}
