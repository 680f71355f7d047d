namespace Equivariant.Tests.Data.Dense;

public class PatchSamplerTests
{
    private static readonly PatchOptions Plain = new() { Height = 9, Width = 12, BatchSize = 6, BoundaryShare = 0.5 };

    private static readonly PatchOptions Everything = Plain with
    {
        Dihedral = true,
        Elastic = new ElasticOptions(2, 8),
        Jitter = new IntensityJitter(),
    };

    [Fact]
    public void BatchesFollowFromTheSeedAndTheirNumberAlone()
    {
        var set = Coordinates(40, 50);
        var (one, two) = (new PatchSampler(set, Everything, new Rng(3)), new PatchSampler(set, Everything with { Threads = 1 },
            new Rng(3)));
        var inOrder = one.Batches().Take(5).ToArray();
        foreach (var step in (int[])[4, 0, 3, 3])
        {
            Assert.Equal(inOrder[step].Images, two.Batch(step).Images);
            Assert.Equal(inOrder[step].Labels, two.Batch(step).Labels);
        }
        Assert.Equal(inOrder[2].Images, one.Batches(2).First().Images);
        Assert.NotEqual(inOrder[0].Images, inOrder[1].Images);
        Assert.NotEqual(inOrder[0].Images, new PatchSampler(set, Everything, new Rng(4)).Batch(0).Images);
        using var images = inOrder[0].ToTensor();
        using var labels = inOrder[0].LabelTensor();
        Assert.Equal(([6, 2, 9, 12], [6, 9, 12]), (images.Shape, labels.Shape));
    }

    /// <summary>The channels are the row and column of each pixel, so a patch says itself where it came from.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PatchesAreMirroredCopiesAndLabelsGoWithThem(bool dihedral)
    {
        const int Height = 40, Width = 50;
        var set = Coordinates(Height, Width);
        var image = set.Load(0);
        var sampler = new PatchSampler(set, Plain with { Dihedral = dihedral }, new Rng(5));
        var orientations = new HashSet<(int, int, int, int)>();
        foreach (var batch in sampler.Batches().Take(60))
        {
            for (var n = 0; n < batch.Count; n++)
            {
                var (rows, columns) = (Plane(batch, n, 0, Height), Plane(batch, n, 1, Width));
                for (var i = 0; i < rows.Length; i++)
                {
                    var expected = image.Labels[(rows[i] * Width) + columns[i]];
                    Assert.Equal(expected == DenseImage.Ignored ? Labels.Ignored : expected, batch.Labels[(n * rows.Length) + i]);
                }
                // Neighbours in the patch are neighbours in the image, or one is the other's mirror image.
                var (down, right) = (Step(Plain.Width), Step(1));
                Assert.True(Math.Abs(down.Row) + Math.Abs(down.Column) <= 1);
                Assert.True(Math.Abs(right.Row) + Math.Abs(right.Column) <= 1);
                if (down != default && right != default)
                    orientations.Add((down.Row, down.Column, right.Row, right.Column));

                (int Row, int Column) Step(int by)
                {
                    var at = (Plain.Height / 2 * Plain.Width) + (Plain.Width / 2);
                    return (rows[at + by] - rows[at], columns[at + by] - columns[at]);
                }
            }
        }
        // At the edge an upright patch runs backwards, too: more than one, but never with swapped axes.
        Assert.Equal(dihedral, orientations.Any(o => o.Item1 == 0));
        Assert.True(!dihedral || orientations.Count == 8, $"{orientations.Count} orientations");
    }

    [Fact]
    public void BeyondTheEdgeTheImageGoesOnMirrored()
    {
        int[] expected = [2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1];
        for (var i = -4; i < 8; i++)
            Assert.Equal(expected[i + 4], MirrorEdge.At(i, 4));
        Assert.Equal(0, MirrorEdge.At(-7, 1));
        var tiny = new DenseSet("tiny", [new DenseImage("one", 1, 3, 2, [0, .1f, .2f, .3f, .4f, .5f], [0, 0, 0, 1, 0, 0])]);
        var batch = new PatchSampler(tiny, Plain, new Rng(1)).Batch(0);
        Assert.All(batch.Images, value => Assert.InRange(value, 0, 0.5f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void TheGivenShareOfPatchesIsCentredOnTheBoundary(double share)
    {
        // Only 4 of 2500 pixels are boundary: by chance hardly any patch has one in its centre.
        var labels = new byte[50 * 50];
        foreach (var at in (int[])[310, 311, 1720, 2222])
            labels[at] = 1;
        var set = new DenseSet("rare", [new DenseImage("one", 1, 50, 50, new float[2500], labels)]);
        var sampler = new PatchSampler(set, Plain with { BoundaryShare = share, BatchSize = 20 }, new Rng(1));
        var centres = sampler.Batches().Take(50).SelectMany(batch =>
            Enumerable.Range(0, 20).Select(n => batch.Labels[(n * 108) + (4 * 12) + 6])).ToArray();
        Assert.InRange(centres.Count(label => label == 1), (1000 * share) - 60, (1000 * share) + 60);
    }

    [Fact]
    public void WithoutBoundaryOrLabelsPatchesLieAnywhere()
    {
        var set = new DenseSet("none", [new DenseImage("one", 1, 20, 20, new float[400], Enumerable.Repeat((byte)255, 400).ToArray())]);
        var batch = new PatchSampler(set, Plain with { BoundaryShare = 1 }, new Rng(1)).Batch(0);
        Assert.All(batch.Labels, label => Assert.Equal(Labels.Ignored, label));
    }

    [Fact]
    public void BendingMovesByTheGivenAmountInNoPreferredDirection()
    {
        const int Height = 401, Width = 401;
        // A boundary pixel in the middle alone keeps all patches away from the mirror images at the edge.
        var all = Coordinates(Height, Width).Load(0);
        var labels = new byte[Height * Width];
        labels[(200 * Width) + 200] = 1;
        var set = new DenseSet("middle", [new DenseImage("one", 2, Height, Width, all.Pixels, labels)]);
        var options = new PatchOptions
        {
            Height = 1,
            Width = 101,
            BatchSize = 50,
            BoundaryShare = 1,
            Elastic = new ElasticOptions(3, 20),
        };
        var (down, right, cross, count) = (0.0, 0.0, 0.0, 0);
        foreach (var batch in new PatchSampler(set, options, new Rng(2)).Batches().Take(40))
        {
            for (var n = 0; n < batch.Count; n++)
            {
                // The displacements of two pixels far apart are independent: their difference has twice the variance.
                var (a, b) = (n * 202, (n * 202) + 100);
                var dy = (batch.Images[b] - batch.Images[a]) * (Height - 1);
                var dx = ((batch.Images[b + 101] - batch.Images[a + 101]) * (Width - 1)) - 100;
                (down, right, cross, count) = (down + (dy * dy), right + (dx * dx), cross + (dx * dy), count + 1);
            }
        }
        Assert.InRange(Math.Sqrt(down / count / 2), 2.7, 3.3);
        Assert.InRange(Math.Sqrt(right / count / 2), 2.7, 3.3);
        Assert.InRange(cross / count / 18, -0.1, 0.1);
    }

    [Fact]
    public void NoDisplacementIsAPlainCopyAndJitterChangesImagesNotLabelsAndStaysInRange()
    {
        DenseBatch First(PatchOptions options) => new PatchSampler(Coordinates(30, 30), options, new Rng(1)).Batch(0);
        var plain = First(Plain with { BoundaryShare = 0 });
        var bent = First(Plain with { BoundaryShare = 0, Elastic = new ElasticOptions(0) });
        Assert.Equal(plain.Images, bent.Images);
        Assert.Equal(plain.Labels, bent.Labels);
        plain = First(Plain);
        var changed = First(Plain with { Jitter = new IntensityJitter(0.5, 1, 0.3) });
        Assert.Equal(plain.Labels, changed.Labels);
        Assert.NotEqual(plain.Images, changed.Images);
        Assert.All(changed.Images, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void AStreamingSetIsHeldInPartAndYetGivesTheSameBatchesAgain()
    {
        var loads = 0;
        DenseSet Stream() => new("stream", 10, 1, i =>
        {
            Interlocked.Increment(ref loads);
            return new DenseImage($"{i}", 1, 16, 16, Enumerable.Repeat(i / 10f, 256).ToArray(), new byte[256]);
        });
        var options = Plain with { HeldImages = 3, BatchesBetweenImages = 4 };
        var batches = new PatchSampler(Stream(), options, new Rng(1)).Batches().Take(12).ToArray();
        Assert.InRange(loads, 9, 12);
        for (var block = 0; block < 3; block++)
            Assert.InRange(batches[(4 * block)..(4 * block + 4)].SelectMany(batch => batch.Images).Distinct().Count(), 1, 3);
        Assert.True(batches.SelectMany(batch => batch.Images).Distinct().Count() > 3);
        Assert.Equal(batches[9].Images, new PatchSampler(Stream(), options, new Rng(1)).Batch(9).Images);
    }

    [Fact]
    public void AnImageThatCannotBeReadIsTheCallersError()
    {
        var set = new DenseSet("broken", 3, 1, i => throw new DataException($"image {i} is broken"));
        Assert.Contains("is broken", Assert.Throws<DataException>(
            () => new PatchSampler(set, Plain, new Rng(1)).Batches().First()).Message);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        var set = Coordinates(20, 20);
        foreach (var wrong in (PatchOptions[])
        [
            Plain with { Height = 0 }, Plain with { BatchSize = 0 }, Plain with { BoundaryShare = 1.1 },
            Plain with { BoundaryShare = double.NaN }, Plain with { Elastic = new ElasticOptions(-1) },
            Plain with { Elastic = new ElasticOptions(1, 0) }, Plain with { Jitter = new IntensityJitter(Noise: 2) },
        ])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PatchSampler(set, wrong, new Rng(1)));
        }
    }

    /// <summary>Two channels with the row and the column of each pixel, scaled to 1; labels of all three kinds.</summary>
    private static DenseSet Coordinates(int height, int width)
    {
        var pixels = new float[2 * height * width];
        var labels = new byte[height * width];
        for (var i = 0; i < labels.Length; i++)
        {
            pixels[i] = (float)(i / width) / (height - 1);
            pixels[labels.Length + i] = (float)(i % width) / (width - 1);
            labels[i] = (i * 7 / 3 % 5) switch { 0 => 1, 1 => DenseImage.Ignored, _ => 0 };
        }
        return new DenseSet("coordinates", [new DenseImage("one", 2, height, width, pixels, labels)]);
    }

    private static int[] Plane(DenseBatch batch, int n, int channel, int extent)
    {
        var size = Plain.Height * Plain.Width;
        return [.. batch.Images.AsSpan(((2 * n) + channel) * size, size).ToArray()
            .Select(value => (int)Math.Round(value * (extent - 1)))];
    }
}
