namespace Equivariant.Formats;

/// <summary>
/// TIFF and BigTIFF images of one or many pages, decoded by LibTiff.NET: strips and tiles, plain, deflated, LZW, PackBits or
/// JPEG, interleaved or in separate planes, in both byte orders (BigTIFF in little-endian only). Grey and RGB samples of 8 bits
/// and more, whole numbers or floating point, are given as they are stored; palettes, YCbCr and samples of 1, 2 and 4 bits as
/// 8-bit grey or RGB. Only the directories are read at first; several threads may read pages.
/// </summary>
internal sealed class Tiff : IDisposable
{
    private const int MostPages = 1 << 20;

    private readonly FileBytes file;
    private readonly List<TiffPageDecoder> pages = [];

    private Tiff(FileBytes file)
    {
        this.file = file;
        try
        {
            ReadDirectories();
        }
        catch
        {
            file.Dispose();
            throw;
        }
        Pages = [.. pages.Select(page => page.Page)];
    }

    public IReadOnlyList<TiffPage> Pages { get; }

    /// <exception cref="FileFormatException">The file is damaged, no TIFF image, or of a kind that is not read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Tiff Open(string path) => new(FileBytes.Map(path));

    public static Tiff Open(byte[] bytes, string name = "image in memory") => new(FileBytes.Of(bytes, name));

    /// <summary>The samples of a page: [H,W], or [H,W,C] where there are several channels.</summary>
    /// <exception cref="FileFormatException">The page is damaged.</exception>
    public NdArray Read(int page) => pages[page].Read();

    public void Dispose() => file.Dispose();

    private void ReadDirectories()
    {
        const ushort LittleEndian = 0x4949, BigEndian = 0x4D4D, Classic = 42, Big = 43;
        var order = (ushort)file.ReadUInt(0, 2);
        if (order is not (LittleEndian or BigEndian))
            throw new FileFormatException(file.Path, "it is no TIFF image: it begins neither with II nor with MM");
        var layout = new TiffLayout(order == BigEndian, IsBig: false);
        var magic = layout.Number(file, 2, 2);
        layout = layout with { IsBig = magic == Big };
        if (magic is not (Classic or Big) || (layout.IsBig && layout.Number(file, 4, 2) != 8))
            throw new FileFormatException(file.Path, $"it is no TIFF image: its magic number is {magic}");
        // LibTiff.NET does not read them, and writes them wrongly.
        if (layout is { IsBig: true, IsBigEndian: true })
            throw new FileFormatException(file.Path, "it is a big-endian BigTIFF, which is not read; save it as little-endian");
        var seen = new HashSet<long>();
        for (var offset = layout.Number(file, layout.IsBig ? 8 : 4, layout.OffsetSize); offset != 0;)
        {
            if (!seen.Add(offset))
                throw new FileFormatException(file.Path, "its chain of pages runs in a circle");
            if (seen.Count > MostPages)
                throw new FileFormatException(file.Path, $"it has more than {MostPages} pages");
            var directory = new TiffDirectory(file, layout, offset);
            pages.Add(new TiffPageDecoder(file, directory, offset, pages.Count));
            offset = directory.Next;
        }
        if (pages.Count == 0)
            throw new FileFormatException(file.Path, "it has no page");
    }
}

/// <summary>What a page is like, as it is read; where white is zero, the largest sample is black.</summary>
internal sealed record TiffPage(int Height, int Width, int Channels, ElementType Type, bool WhiteIsZero);
