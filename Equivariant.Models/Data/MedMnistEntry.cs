using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>One data set of MedMNIST.</summary>
public sealed record MedMnistEntry
{
    /// <summary>Its name, e.g. <c>breastmnist</c>.</summary>
    public required string Flag { get; init; }

    /// <summary>What the images show.</summary>
    public required string About { get; init; }

    /// <summary>The kind of label.</summary>
    public required LabelTask Task { get; init; }

    /// <summary>1 or 3.</summary>
    public required int Channels { get; init; }

    /// <summary>Number of training images.</summary>
    public required int Train { get; init; }

    /// <summary>Number of validation images.</summary>
    public required int Validation { get; init; }

    /// <summary>Number of test images.</summary>
    public required int Test { get; init; }

    /// <summary>A name for each class.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The MD5 sum of the file for each size of image it comes in.</summary>
    public required IReadOnlyDictionary<int, string> Md5 { get; init; }

    /// <summary>The licence of the images.</summary>
    public string Licence { get; init; } = "CC BY 4.0";

    /// <summary>2 for images, 3 for volumes.</summary>
    public int SpatialRank => Flag.EndsWith("3d", StringComparison.Ordinal) ? 3 : 2;

    /// <summary>What the labels mean.</summary>
    public LabelInfo Labels => new(Task, ClassNames.Count, ClassNames);

    /// <summary>The name of the file with images of a size.</summary>
    public string FileName(int size) => size == 28 ? $"{Flag}.npz" : $"{Flag}_{size}.npz";

    /// <summary>Where the file is published.</summary>
    public string Url(int size) => $"https://zenodo.org/records/10519652/files/{FileName(size)}?download=1";

    /// <summary>Bytes of all its images of a size: what they take in memory. Files are deflated and smaller.</summary>
    public long UnpackedBytes(int size)
    {
        var pixels = SpatialRank == 3 ? (long)size * size * size : (long)size * size;
        return pixels * Channels * (Train + Validation + Test);
    }

    /// <summary>The file of a size, to fetch.</summary>
    /// <param name="size">Edge length of its images.</param>
    /// <param name="mirror">A folder on the web that holds the files by their names; null for the place of publication.</param>
    /// <exception cref="DataException">There are no images of this size.</exception>
    public RemoteFile Remote(int size, Uri? mirror = null)
    {
        if (!Md5.TryGetValue(size, out var md5))
            throw new DataException($"{Flag} comes in the sizes {string.Join(", ", Md5.Keys)}, not {size}.");
        var url = mirror is null ? new Uri(Url(size)) : new Uri($"{mirror.AbsoluteUri.TrimEnd('/')}/{FileName(size)}");
        return new RemoteFile(url, FileName(size), md5);
    }
}
