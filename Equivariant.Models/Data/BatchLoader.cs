using System.Runtime.ExceptionServices;

namespace Equivariant.Data;

/// <summary>How a split is cut into batches.</summary>
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
/// Batches of a split, put through a pipeline. The batches follow from the seed, the epoch and the images' indices alone,
/// whatever was loaded before and however many threads work, so that a run can go on from any batch to the bit. While one batch
/// is used the next is made.
/// </summary>
public sealed class BatchLoader
{
    private readonly Pipeline pipeline;
    private readonly BatchOptions options;
    private readonly Rng root;

    /// <summary>A loader.</summary>
    /// <param name="images">The split.</param>
    /// <param name="pipeline">The steps each image goes through.</param>
    /// <param name="options">Batch size and order.</param>
    /// <param name="rng">Where order and augmentation come from; its state is not changed.</param>
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

    /// <summary>The batches of an epoch, one after the other.</summary>
    /// <param name="epoch">Number of the epoch; it decides order and augmentation.</param>
    /// <param name="firstBatch">Batches to leave out at the beginning, to go on where a run stopped.</param>
    /// <param name="cancellation">Ends the loading.</param>
    /// <exception cref="OperationCanceledException">The loading was ended.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchesPerEpoch);
        return Prefetched(epoch, firstBatch, cancellation);
    }

    /// <summary>The order of the images in an epoch.</summary>
    public int[] Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, Images.Count)];
        if (options.Shuffle)
            root.Fork("order", epoch).Shuffle(order.AsSpan());
        return order;
    }

    private IEnumerable<Batch> Prefetched(int epoch, int firstBatch, CancellationToken cancellation)
    {
        var order = Order(epoch);
        var samples = root.Fork("samples", epoch);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<Batch>? next = null;
        try
        {
            for (var batch = firstBatch; batch < BatchesPerEpoch; batch++)
            {
                var current = next ?? Start(batch);
                // Waiting before starting the next one keeps the batches in step: one in use, one in the making.
                var made = current.GetAwaiter().GetResult();
                next = batch + 1 < BatchesPerEpoch ? Start(batch + 1) : null;
                yield return made;
            }
        }
        finally
        {
            // Whoever leaves early, by break or error, leaves no work behind.
            stop.Cancel();
            if (next is not null)
                Task.WhenAny(next).GetAwaiter().GetResult();
        }

        Task<Batch> Start(int batch)
        {
            var start = batch * options.BatchSize;
            var indices = order[start..Math.Min(start + options.BatchSize, order.Length)];
            return Task.Run(() => Make(indices, samples, stop.Token), stop.Token);
        }
    }

    private Batch Make(int[] indices, Rng samples, CancellationToken cancellation)
    {
        var size = (int)ImageShape.Count;
        var values = new float[checked(indices.Length * size)];
        var labels = new int[indices.Length * Images.Labels.PerImage];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
        };
        try
        {
            Parallel.For(0, indices.Length, parallel, MakeImage);
        }
        catch (AggregateException e)
        {
            // The caller gets what went wrong, not that it went wrong on several threads.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
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
