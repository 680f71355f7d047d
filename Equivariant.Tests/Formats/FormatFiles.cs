using System.Security.Cryptography;

namespace Equivariant.Tests.Formats;

/// <summary>Reads a file of any format as named arrays, and measures what reading costs.</summary>
internal static class FormatFiles
{
    /// <summary>Every array of the file; the array of a format that holds one is called "".</summary>
    public static IReadOnlyDictionary<string, NdArray> ReadAll(string format, string path) => format switch
    {
        "npy" => Single(Npy.Read(path)),
        "idx" => Single(Idx.Read(path)),
        "npz" => Npz.ReadAll(path),
        "safetensors" => SafeTensors.ReadAll(path),
        "png" => Arrays(Png.Read(path)),
        "tiff" => Pages(Tiff.Open(path)),
        "hdf5" => Datasets(Hdf5File.Open(path)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>The same from bytes.</summary>
    public static IReadOnlyDictionary<string, NdArray> ReadAll(string format, byte[] bytes)
    {
        using var npz = format == "npz" ? Npz.Open(bytes) : null;
        using var tensors = format == "safetensors" ? SafeTensors.Open(bytes) : null;
        return npz?.ReadAll() ?? tensors?.ReadAll() ?? format switch
        {
            "npy" => Single(Npy.Read(bytes)),
            "idx" => Single(Idx.Read(bytes)),
            "png" => Arrays(Png.Read(bytes)),
            "tiff" => Pages(Tiff.Open(bytes)),
            "jpeg" => Single(Jpeg.Read(bytes)),
            "bmp" => Single(Bmp.Read(bytes)),
            "hdf5" => Datasets(Hdf5File.Open(bytes)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }

    /// <summary>
    /// Runs a reader and checks that it allocated in proportion to the file. Deflate packs up to 1032 to 1, but an array is only
    /// made in advance up to 16 to 1, and doubled after that only for data that came.
    /// </summary>
    public static void AssertModest(long fileLength, Action read, int ratio = 64)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 2_000_000 + (ratio * fileLength), $"{allocated} bytes were allocated for a file of {fileLength}");
    }

    public static string Sha256(NdArray array) => Convert.ToHexStringLower(SHA256.HashData(array.Bytes));

    public static bool Same(NdArray a, NdArray b) =>
        a.Type == b.Type && a.Shape.SequenceEqual(b.Shape) && a.Bytes.SequenceEqual(b.Bytes);

    private static Dictionary<string, NdArray> Arrays(PngImage image)
    {
        var arrays = new Dictionary<string, NdArray> { ["samples"] = image.Samples };
        if (image.Palette is not null)
            arrays["rgb"] = image.PaletteColours();
        return arrays;
    }

    /// <summary>All pages behind one another, where they are alike.</summary>
    private static Dictionary<string, NdArray> Pages(Tiff reader)
    {
        using (reader)
        {
            var pages = Enumerable.Range(0, reader.Pages.Count).Select(reader.Read).ToArray();
            if (pages.Any(page => !page.Shape.SequenceEqual(pages[0].Shape) || page.Type != pages[0].Type))
                return pages.Select((page, i) => (page, i)).ToDictionary(p => $"page {p.i}", p => p.page);
            var bytes = pages.SelectMany(page => page.Bytes.ToArray()).ToArray();
            return new() { ["stored_samples"] = NdArray.FromBytes(pages[0].Type, [pages.Length, .. pages[0].Shape], bytes) };
        }
    }

    /// <summary>All numbers; texts and attributes are read too, for the errors in them.</summary>
    public static Dictionary<string, NdArray> Datasets(Hdf5File file, params string[] except)
    {
        using (file)
        {
            ReadAll(file.AttributesOf(""));
            var arrays = new Dictionary<string, NdArray>();
            foreach (var path in file.Datasets.Except(except))
            {
                var dataset = file.Dataset(path);
                ReadAll(dataset.Attributes);
                if (dataset.IsText)
                    dataset.ReadTexts();
                else
                    arrays[path] = dataset.Read();
            }
            return arrays;
        }
    }

    private static void ReadAll(Hdf5Attributes attributes)
    {
        foreach (var name in attributes.Names)
        {
            attributes.Numbers(name);
            attributes.Texts(name);
        }
    }

    private static Dictionary<string, NdArray> Single(NdArray array) => new() { [""] = array };
}
