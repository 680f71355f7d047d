namespace Equivariant.Cli.DataSets;

/// <summary>
/// An image of a set and the share of boundary among its labelled pixels; both small enough to be kept.
/// Height: rows of the original.
/// Width: columns of the original.
/// Labels: two channels: the share of boundary, and of what is not labelled, in each pixel.
/// </summary>
internal sealed record DenseSample(string Name, int Height, int Width, double Boundary, Plane Image, Plane Labels);

/// <summary>
/// What is in a set with a class for each pixel. Every image is read once, one at a time.
/// Name: train or test.
/// Sizes: the different sizes of images.
/// PerClass: pixels of each class.
/// Ignored: pixels that are not labelled.
/// Boundary: the share of class 1 among the labelled pixels of each image; not a number where there are none.
/// ByClass: intensities of the pixels of each class, and last of those that are not labelled.
/// Samples: images to be shown, spaced evenly.
/// </summary>
internal sealed record DenseSplitSummary(
    string Name, int Images, int Channels, IReadOnlyList<(int Height, int Width)> Sizes, long[] PerClass, long Ignored,
    IReadOnlyList<double> Boundary, IReadOnlyList<Histogram> ByClass, IReadOnlyList<DenseSample> Samples)
{
    private const int SampleEdge = 512;

    public long Pixels => PerClass.Sum() + Ignored;

    /// <summary>The share of class 1 among all labelled pixels; not a number if there are none.</summary>
    public double BoundaryShare => (double)PerClass[1] / PerClass.Sum();

    public Histogram Intensities { get; } = Histogram.Sum(ByClass);

    public string SizeText => string.Join(", ", Sizes.Select(size => $"{size.Height}×{size.Width}"));

    public string ShareText(long pixels) => Pages.Show.Percent((double)pixels / Pixels);

    /// <summary>Reads the images of both parts of a data set, and keeps so many samples of each.</summary>
    /// <exception cref="DataException">An image cannot be read, or a label is none of the classes.</exception>
    public static DenseSplitSummary[] AllOf(
        DenseSplits data, int samples = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var read = 0;
        return [Of("train", data.Train, data.Classes, samples, Read), Of("test", data.Test, data.Classes, samples, Read)];

        void Read()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)++read / (data.Train.Count + data.Test.Count));
        }
    }

    private static DenseSplitSummary Of(string name, DenseSet set, int classes, int samples, Action read)
    {
        var (perClass, ignored, sizes) = (new long[classes], 0L, new HashSet<(int Height, int Width)>());
        Histogram[] byClass = [.. Enumerable.Range(0, classes + 1).Select(_ => new Histogram())];
        var wanted = Thumbnail.Evenly(set.Count, samples).ToHashSet();
        var (boundary, kept) = (new double[set.Count], new List<DenseSample>());
        for (var i = 0; i < set.Count; i++)
        {
            var image = set.Load(i);
            sizes.Add((image.Height, image.Width));
            var counts = Counts(set, image, classes, byClass);
            for (var c = 0; c < classes; c++)
                perClass[c] += counts[c];
            ignored += counts[classes];
            boundary[i] = (double)counts[1] / (image.Labels.Length - counts[classes]);
            if (wanted.Contains(i))
                kept.Add(Sample(image, boundary[i]));
            read();
        }
        return new DenseSplitSummary(
            name, set.Count, set.Channels, [.. sizes], perClass, ignored, boundary, byClass, kept);
    }

    private static long[] Counts(DenseSet set, DenseImage image, int classes, Histogram[] byClass)
    {
        var counts = new long[classes + 1];
        for (var i = 0; i < image.Labels.Length; i++)
        {
            int label = image.Labels[i];
            if (label >= classes && label != DenseImage.Ignored)
                throw new DataException($"{set.Name}: {image.Name} has the label {label}; there are {classes} classes.");
            var place = label == DenseImage.Ignored ? classes : label;
            counts[place]++;
            for (var at = i; at < image.Pixels.Length; at += image.Labels.Length)
                byClass[place].Add(image.Pixels[at]);
        }
        return counts;
    }

    private static DenseSample Sample(DenseImage image, double boundary)
    {
        var labels = new float[2 * image.Labels.Length];
        for (var i = 0; i < image.Labels.Length; i++)
        {
            labels[i] = image.Labels[i] == 1 ? 1 : 0;
            labels[image.Labels.Length + i] = image.Labels[i] == DenseImage.Ignored ? 1 : 0;
        }
        return new(image.Name, image.Height, image.Width, boundary,
            Thumbnail.Shrink(new(image.Pixels, image.Channels, image.Height, image.Width), SampleEdge),
            Thumbnail.Shrink(new(labels, 2, image.Height, image.Width), SampleEdge));
    }
}

/// <summary>The train, validation or test images of a data set, and how many there are of each class.</summary>
internal sealed record ImageSplitSummary(string Name, ImageSet Images, int[] PerClass)
{
    public static IReadOnlyList<ImageSplitSummary> AllOf(DataSplits data) =>
        [Of("train", data.Train), Of("validation", data.Validation), Of("test", data.Test)];

    private static ImageSplitSummary Of(string name, ImageSet images) => new(name, images, images.CountByClass());
}
