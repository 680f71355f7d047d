using System.Text.RegularExpressions;
using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// Grey images in files: PNG, JPEG and BMP images and pages of TIFF files, in natural order of the names (2 before 10). An image
/// is read when it is asked for.
/// </summary>
internal sealed class ImageStack
{
    private static readonly string[] Extensions = [".png", ".tif", ".tiff", ".jpg", ".jpeg", ".bmp"];
    private readonly List<(string File, ImageFormat Format, int? Page)> slices = [];

    /// <exception cref="DataException">There is no image, or a file is none.</exception>
    public ImageStack(string title, IEnumerable<string> files)
    {
        Title = title;
        foreach (var file in NaturalOrder(files.Where(IsImage)))
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

    /// <summary>Names with the numbers within them by value: each is compared without leading zeros and as long as any.</summary>
    public static IEnumerable<string> NaturalOrder(IEnumerable<string> names) => names
        .OrderBy(name => Regex.Replace(name, "[0-9]+", number => number.Value.TrimStart('0').PadLeft(256, '0')),
            StringComparer.Ordinal)
        .ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>The name of an image without its folder, with the number of its page.</summary>
    public string NameOf(int i) =>
        Path.GetFileName(slices[i].File) + (slices[i].Page is { } page ? $" page {page + 1}" : "");

    /// <summary>The name of an image's file without its extension, null for pages of a larger file.</summary>
    public string? StemOf(int i) => slices[i].Page is null ? Path.GetFileNameWithoutExtension(slices[i].File) : null;

    /// <exception cref="DataException">It cannot be read.</exception>
    public GreyImage Read(int i)
    {
        var (file, format, page) = slices[i];
        return Checked(() => format switch
        {
            ImageFormat.Png => GreyImage.Of(Png.Read(file)),
            ImageFormat.Jpeg => GreyImage.Of(Jpeg.Read(SourceFile.ReadAll(file), file)),
            ImageFormat.Bmp => GreyImage.Of(Bmp.Read(SourceFile.ReadAll(file), file)),
            _ => ReadPage(file, page!.Value),
        });
    }

    private static GreyImage ReadPage(string file, int page)
    {
        using var tiff = Tiff.Open(file);
        return GreyImage.Of(tiff.Read(page), tiff.Pages[page], file);
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
