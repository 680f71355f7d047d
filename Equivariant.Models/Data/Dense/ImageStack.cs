using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// Grey images in files: PNG, JPEG and BMP images and pages of TIFF files, in natural order of the names (2 before 10). An image is
/// read when it is asked for.
/// </summary>
internal sealed class ImageStack
{
    private static readonly string[] Extensions = [".png", ".tif", ".tiff", ".jpg", ".jpeg", ".bmp"];
    private readonly List<(string File, ImageFormat Format, int? Page)> slices = [];

    /// <summary>The images of some files.</summary>
    /// <exception cref="DataException">There is no image, or a file is none.</exception>
    public ImageStack(string title, IEnumerable<string> files)
    {
        Title = title;
        foreach (var file in files.Where(IsImage).OrderBy(file => file, NaturalOrder.Instance))
        {
            var format = Checked(() => ImageFormats.Of(file));
            if (format != ImageFormat.Tiff)
            {
                slices.Add((file, format, null));
                continue;
            }
            using var tiff = Checked(() => Tiff.Open(file));
            slices.AddRange(Enumerable.Range(0, tiff.Pages.Count).Select(page => (file, format, (int?)page)));
        }
        if (slices.Count == 0)
            throw new DataException($"'{title}' holds no image; put .png, .tif, .jpg or .bmp files there.");
    }

    /// <summary>The folder or file.</summary>
    public string Title { get; }

    public int Count => slices.Count;

    public static bool IsImage(string file) => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of an image without its folder, with the number of its page.</summary>
    public string NameOf(int i) =>
        Path.GetFileName(slices[i].File) + (slices[i].Page is { } page ? $" page {page + 1}" : "");

    /// <summary>The name of an image's file without its extension, null for pages of a larger file.</summary>
    public string? StemOf(int i) => slices[i].Page is null ? Path.GetFileNameWithoutExtension(slices[i].File) : null;

    /// <summary>Reads an image.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public GreyImage Read(int i)
    {
        var (file, format, page) = slices[i];
        return Checked(() =>
        {
            switch (format)
            {
                case ImageFormat.Png: return GreyImage.Of(Png.Read(file));
                case ImageFormat.Jpeg: return GreyImage.Of(Jpeg.Read(file));
                case ImageFormat.Bmp: return GreyImage.Of(Bmp.Read(file));
                default:
                    using (var tiff = Tiff.Open(file))
                        return GreyImage.Of(tiff.Read(page!.Value), tiff.Pages[page.Value], file);
            }
        });
    }

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
