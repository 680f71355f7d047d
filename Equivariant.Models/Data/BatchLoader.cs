namespace Equivariant.Data;

/// <summary>How a split is divided into batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Images in a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Whether each epoch has its own random order, or all have the split's.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>Threads that make a batch; 0 for all cores. The batches do not depend on it.</summary>
    public int Threads { get; init; }
}

/// <summary>
/// Loads the batches of a split through a pipeline. They depend on the seed, the epoch and the indices of the images, not on what
/// was loaded before or on the number of threads, so that a run can resume from any batch with bit-identical results. While one
/// batch is used, the next is made.
/// </summary>
public sealed class BatchLoader
{
    private readonly Pipeline pipeline;
    private readonly BatchOptions options;
    private readonly Rng root;

    /// <summary>A loader; order and augmentation come from <paramref name="rng"/>, whose state is not changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive or the number of threads is
    /// negative.</exception>
    /// <exception cref="ShapeException">The pipeline does not work on such images.</exception>
    /// <exception cref="DataException">There is no batch: the split is smaller than one and the last is left out.</exception>
    public BatchLoader(ImageSet images, Pipeline pipeline, BatchOptions options, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BatchSize, nameof(options.BatchSize));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options.Threads));
        (Images, this.pipeline, this.options, root) = (images, pipeline, options, new Rng(rng.State));
        ImageShape = pipeline.OutputShape(images.ImageShape);
        BatchesPerEpoch = (images.Count + (options.DropLast ? 0 : options.BatchSize - 1)) / options.BatchSize;
        if (BatchesPerEpoch == 0)
        {
            throw new DataException($"{images.Name} has {images.Count} images, fewer than one batch of {options.BatchSize}; "
                + "make the batch smaller or keep the last one.");
        }
    }

    /// <summary>The split.</summary>
    public ImageSet Images { get; }

    /// <summary>Shape of one image behind the pipeline.</summary>
    public Shape ImageShape { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The batches of an epoch, whose number decides order and augmentation; from <paramref name="firstBatch"/> on, to
    /// go on where a run stopped.</summary>
    /// <exception cref="OperationCanceledException">The loading was ended.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchesPerEpoch);
        var (order, samples) = (Order(epoch), root.Fork("samples", epoch));
        return Prefetch.Items(firstBatch, BatchesPerEpoch, (batch, stop) =>
        {
            var start = (int)batch * options.BatchSize;
            return Make(order[start..Math.Min(start + options.BatchSize, order.Length)], samples, stop);
        }, cancellation);
    }

    /// <summary>The order of the images in an epoch.</summary>
    public int[] Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, Images.Count)];
        if (options.Shuffle)
            root.Fork("order", epoch).Shuffle(order.AsSpan());
        return order;
    }

    private Batch Make(int[] indices, Rng samples, CancellationToken cancellation)
    {
        var size = (int)ImageShape.Count;
        var values = new float[checked(indices.Length * size)];
        var labels = new int[indices.Length * Images.Labels.PerImage];
        Prefetch.InParallel(indices.Length, options.Threads, MakeImage, cancellation);
        return new Batch(values, [indices.Length, .. ImageShape], labels, Images.Labels.PerImage, indices);

        void MakeImage(int i)
        {
            var image = new Image(new float[Images.ImageShape.Count], Images.ImageShape);
            Images.CopyImage(indices[i], image.Values);
            // A generator for each image, not for each thread: who makes it does not matter.
            image = pipeline.Apply(image, samples.Fork("image", indices[i]));
            image.Values.CopyTo(values, i * size);
            Images.LabelsOf(indices[i]).CopyTo(labels.AsSpan(i * Images.Labels.PerImage));
        }
    }
}

/// <summary>Some images of a split, ready for a network; in host memory.</summary>
/// <param name="Images">The images one after the other, channel first.</param>
/// <param name="Shape">[N,C,H,W] or [N,C,D,H,W].</param>
/// <param name="Labels">The class of each image; <see cref="LabelInfo.PerImage"/> numbers each for multi-label data.</param>
/// <param name="LabelsPerImage">1, or the number of classes for multi-label data.</param>
/// <param name="Indices">Which images of the split they are.</param>
public sealed record Batch(float[] Images, Shape Shape, int[] Labels, int LabelsPerImage, int[] Indices)
{
    /// <summary>Number of images.</summary>
    public int Count => Indices.Length;

    /// <summary>The images as a new float32 tensor [N,C,…], owned by the caller.</summary>
    public Tensor ToTensor(Device? device = null) => Tensor.Upload<float>(Images, Shape, device);

    /// <summary>The classes as a new int32 tensor [N], owned by the caller.</summary>
    /// <exception cref="InvalidOperationException">The data are multi-label.</exception>
    public Tensor LabelTensor(Device? device = null) => LabelsPerImage == 1
        ? Tensor.Upload<int>(Labels, [Count], device)
        : throw new InvalidOperationException($"The batch has {LabelsPerImage} labels for each image; use TargetTensor.");

    /// <summary>The 0s and 1s of multi-label data as a new float32 tensor [N,L], owned by the caller.</summary>
    public Tensor TargetTensor(Device? device = null) =>
        Tensor.Upload<float>(Array.ConvertAll(Labels, label => (float)label), [Count, LabelsPerImage], device);
}
