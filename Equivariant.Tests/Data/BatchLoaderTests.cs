using Equivariant.Metrics;

namespace Equivariant.Tests.Data;

public class BatchLoaderTests
{
    private static readonly Pipeline Steps = Pipeline.Parse(
        "resize:6,crop:0.5-1,jitter:0.2,normalize,translate:0.2,rotate:180,flip");

    [Fact]
    public void SequentialBatchesAreTheImagesInOrder()
    {
        var set = Sets.Grey(10);
        var batches = Loader(set, new Pipeline(), new() { BatchSize = 4 }).Epoch(0).ToArray();
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Count));
        Assert.Equal([2, 1, 4, 4], batches[2].Shape);
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(batch => batch.Indices));
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => Sets.Image(set, i)), batches.SelectMany(batch => batch.Images));
        Assert.Equal(Enumerable.Range(0, 10).Select(set.LabelOf), batches.SelectMany(batch => batch.Labels));
    }

    [Fact]
    public void TheLastPartialBatchCanBeLeftOut()
    {
        var loader = Loader(Sets.Grey(10), new Pipeline(), new() { BatchSize = 4, DropLast = true });
        Assert.Equal(2, loader.BatchesPerEpoch);
        Assert.Equal([4, 4], loader.Epoch(0).Select(batch => batch.Count));
    }

    [Fact]
    public void AShuffledEpochHasEveryImageOnceInAnOrderOfItsOwn()
    {
        var loader = Loader(Sets.Grey(50), Steps, new() { BatchSize = 8, Shuffle = true });
        int[] Indices(int epoch) => [.. loader.Epoch(epoch).SelectMany(batch => batch.Indices)];
        var (first, second) = (Indices(0), Indices(1));
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(Enumerable.Range(0, 50), first);
        Assert.Equal(first, loader.Order(0));
    }

    /// <summary>Neither the number of threads nor what was loaded before shows in a batch, to the bit.</summary>
    [Fact]
    public void ARunGoesOnFromAnyBatchOnAnyNumberOfThreads()
    {
        var options = new BatchOptions { BatchSize = 7, Shuffle = true, Threads = 1 };
        var whole = Loader(Sets.Grey(40), Steps, options);
        _ = whole.Epoch(0).ToArray();
        var expected = whole.Epoch(3).ToArray();
        for (var first = 0; first <= expected.Length; first++)
        {
            foreach (var threads in (int[])[0, 2, 7])
                Same(expected[first..], Loader(Sets.Grey(40), Steps, options with { Threads = threads }).Epoch(3, first));
        }
    }

    [Fact]
    public void TheBatchSizeDoesNotChangeWhatBecomesOfAnImage()
    {
        float[][] Images(int size) =>
            [.. Loader(Sets.Grey(12), Steps, new() { BatchSize = size }).Epoch(1).SelectMany(batch => batch.Images.Chunk(36))];
        Assert.Equal(Images(12), Images(5));
    }

    [Fact]
    public void SeedsAndEpochsGiveOtherImages()
    {
        var options = new BatchOptions { BatchSize = 4 };
        var loader = Loader(Sets.Grey(4), Steps, options);
        Assert.NotEqual(loader.Epoch(0).Single().Images, loader.Epoch(1).Single().Images);
        var other = new BatchLoader(Sets.Grey(4), Steps, options, new Rng(2));
        Assert.NotEqual(loader.Epoch(0).Single().Images, other.Epoch(0).Single().Images);
    }

    [Fact]
    public void TheCallersGeneratorStaysAsItIs()
    {
        var rng = new Rng(5);
        var loader = new BatchLoader(Sets.Grey(8), Steps, new() { BatchSize = 4, Shuffle = true }, rng);
        var before = loader.Epoch(0).ToArray();
        Assert.Equal(5UL, rng.State);
        rng.NextUInt64();
        Same(before, loader.Epoch(0));
    }

    [Fact]
    public void LeavingEarlyLeavesNoWorkBehind()
    {
        var count = 0;
        var counted = new PipelineStep((image, _) =>
        {
            Interlocked.Increment(ref count);
            return image;
        });
        foreach (var batch in Loader(Sets.Grey(64), new Pipeline(counted), new() { BatchSize = 2 }).Epoch(0))
        {
            Assert.Equal(2, batch.Count);
            break;
        }
        var made = Volatile.Read(ref count);
        // One batch used, at most one in the making.
        Assert.InRange(made, 2, 4);
        Thread.Sleep(30);
        Assert.Equal(made, Volatile.Read(ref count));
    }

    [Fact]
    public void CancellingEndsTheLoading()
    {
        using var source = new CancellationTokenSource();
        var seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in Loader(Sets.Grey(64), Steps, new() { BatchSize = 2 }).Epoch(0, 0, source.Token))
            {
                seen++;
                source.Cancel();
            }
        });
        Assert.InRange(seen, 1, 2);
    }

    [Fact]
    public void AnErrorInAStepReachesTheCaller()
    {
        var failing = new PipelineStep((_, _) => throw new InvalidOperationException("no more film"));
        var loader = Loader(Sets.Grey(8), new Pipeline(failing), new() { BatchSize = 4 });
        Assert.Equal("no more film", Assert.Throws<InvalidOperationException>(() => loader.Epoch(0).Count()).Message);
    }

    [Fact]
    public void BatchesBecomeTensors()
    {
        var batch = Loader(Sets.Grey(3), new Pipeline(), new() { BatchSize = 3 }).Epoch(0).Single();
        using var images = batch.ToTensor();
        using var labels = batch.LabelTensor();
        Assert.Equal(([3, 1, 4, 4], DType.Float32), (images.Shape, images.DType));
        Assert.Equal(batch.Images, images.ToArray<float>());
        Assert.Equal([0, 1, 0], labels.ToArray<int>());

        var multi = ImageSet.FromBytes("m", new byte[8], [1, 2, 2], new[] { 1, 0, 1, 1, 0, 0 },
            new LabelInfo(LabelTask.MultiLabel, 3));
        batch = Loader(multi, new Pipeline(), new() { BatchSize = 2 }).Epoch(0).Single();
        using var targets = batch.TargetTensor();
        Assert.Equal([2, 3], targets.Shape);
        Assert.Equal([1, 0, 1, 1, 0, 0], targets.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => batch.LabelTensor());
    }

    [Fact]
    public void ImpossibleSettingsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader(Sets.Grey(4), Steps, new() { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader(Sets.Grey(4), Steps, new() { Threads = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader(Sets.Grey(4), Steps, new() { BatchSize = 2 }).Epoch(0, 3));
        Assert.Throws<ShapeException>(() => Loader(Sets.Grey(4), Pipeline.Parse("flip:d"), new() { BatchSize = 2 }));
        Refused<DataException>(() => Loader(Sets.Grey(4), Steps, new() { BatchSize = 5, DropLast = true }),
            "4 images, fewer than one batch of 5");
    }

    private static BatchLoader Loader(ImageSet set, Pipeline pipeline, BatchOptions options) =>
        new(set, pipeline, options, new Rng(1));

    private static void Same(IEnumerable<Batch> expected, IEnumerable<Batch> actual) =>
        Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(Batch batch) =>
        $"{string.Join(' ', batch.Images)} | {string.Join(' ', batch.Indices)} | {string.Join(' ', batch.Labels)}";
}
