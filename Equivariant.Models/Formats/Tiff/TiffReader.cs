namespace Equivariant.Formats;

/// <summary>The pages of a TIFF file. Only the directories are read at first; a page is read when it is asked for, by several threads
/// if need be.</summary>
public sealed class TiffReader : IDisposable
{
    private const int MostPages = 1 << 20;

    private readonly FileBytes file;
    private readonly List<TiffPageDecoder> pages = [];

    internal TiffReader(FileBytes file)
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

    /// <summary>What the pages are like, in the file's order.</summary>
    public IReadOnlyList<TiffPage> Pages { get; }

    /// <summary>The samples of a page: [H,W], or [H,W,C] where there are several channels.</summary>
    /// <param name="page">Number of the page, from 0 on.</param>
    /// <exception cref="FileFormatException">The page is damaged.</exception>
    public NdArray Read(int page) => pages[page].Read();

    /// <summary>Closes the file.</summary>
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
