namespace Equivariant.Data;

/// <summary>
/// Grey images with label images of the same sizes, in a folder: subfolders image and label (or images and labels, also under
/// train), or two multi-page TIFF files of which one has 'label' in its name.
/// </summary>
internal sealed class EmSource : IDataSource
{
    private static readonly string[] ImageFolders = ["image", "images", "raw"], LabelFolders = ["label", "labels"];

    public string Scheme => "em";

    public bool IsDense => true;

    public string Description =>
        "em:DIR?boundary=dark|bright[&train=0-23&test=24-29&ignore=LEVEL] — sections and their boundaries: PNG or TIFF images in "
        + "DIR/image and DIR/label, or two multi-page TIFF files; labels=none for images without labels";

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        spec.AllowOptions("boundary", "train", "test", "ignore", "labels");
        var labelled = spec.HasLabels();
        var isDark = labelled && IsBoundaryDark(spec);
        int? ignore = spec.Text("ignore") is null ? null : spec.Int("ignore", 0, 0, ushort.MaxValue);
        var (images, labels) = Find(Folder(spec.Target, options), labelled);
        if (labels is not null)
            CheckPairs(images, labels);
        var (train, test) = SliceRanges.Of(spec, images.Count);
        return new DenseSplits(spec.ToString(), $"{images.Count} sections from {spec.Target}", "not known",
            Set("train", train), Set("test", test), ["inside", "boundary"]);

        DenseSet Set(string name, int[] slices) =>
            new($"'{spec.Target}' {name}", slices.Length, 1, i => Load(images, labels, slices[i], isDark, ignore));
    }

    private static DenseImage Load(ImageStack images, ImageStack? labels, int i, bool isDark, int? ignore)
    {
        var image = images.Read(i);
        var classes = new byte[image.Levels.Length];
        if (labels is null)
        {
            Array.Fill(classes, DenseImage.Ignored);
        }
        else
        {
            var label = labels.Read(i);
            if ((label.Height, label.Width) != (image.Height, image.Width))
            {
                throw new DataException(
                    $"'{images.Title}': {images.NameOf(i)} is {image.Height}×{image.Width}, its label image {labels.NameOf(i)} "
                    + $"{label.Height}×{label.Width}; give both one size.");
            }
            classes = Classes(label, isDark, ignore, Path.Combine(labels.Title, labels.NameOf(i)));
        }
        var pixels = Array.ConvertAll(image.Levels, level => (float)level / image.Largest);
        return new DenseImage(images.NameOf(i), 1, image.Height, image.Width, pixels, classes);
    }

    /// <summary>Data sets differ, so there is no default.</summary>
    private static bool IsBoundaryDark(DataSpec spec) => spec.Text("boundary") switch
    {
        "dark" => true,
        "bright" => false,
        null => throw new DataException(
            $"'{spec}' does not say whether boundaries are dark or bright in the label images, and data sets differ; add "
            + $"{(spec.Options.Count == 0 ? '?' : '&')}boundary=dark where 0 marks the boundary, or boundary=bright."),
        var other => throw new DataException($"'{spec}': boundary is dark or bright, not '{other}'."),
    };

    /// <summary>The classes of a label image of two levels, 0 and one other: 1 the boundary, 0 the inside.</summary>
    private static byte[] Classes(GreyImage image, bool isDark, int? ignore, string name)
    {
        var classes = new byte[image.Levels.Length];
        int? bright = null;
        for (var i = 0; i < classes.Length; i++)
        {
            int level = image.Levels[i];
            if (level != ignore && level != 0 && level != (bright ??= level))
            {
                throw new DataException(
                    $"'{name}' holds the levels {bright} and {level} beside 0; a label image holds 0 and one other level, and "
                    + "the level that the option ignore names.");
            }
            classes[i] = level == ignore ? DenseImage.Ignored : (level == 0) == isDark ? (byte)1 : (byte)0;
        }
        return classes;
    }

    /// <summary>The folder itself, or one of this name where named data sets are.</summary>
    private static string Folder(string target, DataOptions options) =>
        options.SearchFolders().Select(folder => Path.Combine(folder, target)).Prepend(target).FirstOrDefault(Directory.Exists)
        ?? throw new DataException($"There is no folder '{target}'; give one with the subfolders image and label.");

    private static (ImageStack Images, ImageStack? Labels) Find(string folder, bool labelled)
    {
        foreach (var root in (string[])[folder, Path.Combine(folder, "train")])
        {
            var images = Subfolder(root, ImageFolders);
            var labels = Subfolder(root, LabelFolders);
            if (images is not null && (labels is not null || !labelled))
                return (Stack(images), labelled ? Stack(labels!) : null);
        }
        var files = Directory.GetFiles(folder).Where(ImageStack.IsImage).ToArray();
        if (!labelled && files.Length > 0)
            return (new ImageStack(folder, files), null);
        var labelFiles = files.Where(file => IsLabel(Path.GetFileName(file))).ToArray();
        return files.Length == 2 && labelFiles is [var label]
            ? (new ImageStack(folder, files.Except(labelFiles)), new ImageStack(folder, [label]))
            : throw new DataException(
                $"'{folder}' holds neither the subfolders image and label nor two multi-page TIFF files, one of them with 'label' in "
                + "its name.");
    }

    private static bool IsLabel(string name) => name.Contains("label", StringComparison.OrdinalIgnoreCase);

    private static string? Subfolder(string root, string[] names) =>
        names.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);

    private static ImageStack Stack(string folder) => new(folder, Directory.GetFiles(folder));

    /// <summary>As many labels as images, under the same names where the names have anything to do with each other.</summary>
    private static void CheckPairs(ImageStack images, ImageStack labels)
    {
        if (images.Count != labels.Count)
        {
            throw new DataException(
                $"'{images.Title}' holds {images.Count} images, '{labels.Title}' {labels.Count}; give each image one label image.");
        }
        string?[] Stems(ImageStack stack) => [.. Enumerable.Range(0, stack.Count).Select(stack.StemOf)];
        var (ours, theirs) = (Stems(images), Stems(labels));
        var wrong = Enumerable.Range(0, ours.Length).FirstOrDefault(
            i => ours[i] is { } one && theirs[i] is { } other && one != other, -1);
        if (wrong >= 0 && ours.Intersect(theirs).Any())
        {
            throw new DataException(
                $"'{images.Title}' has {images.NameOf(wrong)} where '{labels.Title}' has {labels.NameOf(wrong)}; give an image and its "
                + "label image the same name.");
        }
    }
}
