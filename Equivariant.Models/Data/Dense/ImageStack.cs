using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// Grey images in files: PNG images and pages of TIFF files, in natural order of the names (2 before 10). An image is read when
/// it is asked for.
/// </summary>
internal sealed class ImageStack
{
    private static readonly string[] PngNames = [".png"], TiffNames = [".tif", ".tiff"];
    private readonly List<(string File, int? Page)> slices = [];

    /// <summary>The images of some files.</summary>
    /// <exception cref="DataException">There is no image, or a TIFF file cannot be read.</exception>
    public ImageStack(string title, IEnumerable<string> files)
    {
        Title = title;
        foreach (var file in files.Where(IsImage).OrderBy(file => file, NaturalOrder.Instance))
        {
            if (HasName(file, PngNames))
            {
                slices.Add((file, null));
            }
            else
            {
                using var tiff = Checked(() => Tiff.Open(file));
                slices.AddRange(Enumerable.Range(0, tiff.Pages.Count).Select(page => (file, (int?)page)));
            }
        }
        if (slices.Count == 0)
            throw new DataException($"'{title}' holds no image; put .png files or .tif files there.");
    }

    /// <summary>The folder or file.</summary>
    public string Title { get; }

    public int Count => slices.Count;

    public static bool IsImage(string file) => HasName(file, PngNames) || HasName(file, TiffNames);

    /// <summary>The name of an image without its folder, with the number of its page.</summary>
    public string NameOf(int i) =>
        Path.GetFileName(slices[i].File) + (slices[i].Page is { } page ? $" page {page + 1}" : "");

    /// <summary>The name of an image's file without its extension, null for pages of a larger file.</summary>
    public string? StemOf(int i) => slices[i].Page is null ? Path.GetFileNameWithoutExtension(slices[i].File) : null;

    /// <summary>Reads an image.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public GreyImage Read(int i)
    {
        var (file, page) = slices[i];
        return Checked(() =>
        {
            if (page is null)
                return GreyImage.Of(Png.Read(file));
            using var tiff = Tiff.Open(file);
            return GreyImage.Of(tiff.Read(page.Value), tiff.Pages[page.Value], file);
        });
    }

    private static bool HasName(string file, string[] extensions) =>
        extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileFormatException or IOException)
        {
            throw new DataException(e.Message, e);
        }
    }
}
