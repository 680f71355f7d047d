namespace Equivariant.Formats;

/// <summary>The pages of a TIFF file. Only the directories are read at first; a page is read when it is asked for, by several threads
/// if need be.</summary>
public sealed class TiffReader : IDisposable
{
    private readonly FileBytes file;
    private readonly List<TiffStrips> pages = [];

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
    }

    /// <summary>What the pages are like, in the file's order.</summary>
    public IReadOnlyList<TiffPage> Pages => [.. pages.Select(page => page.Page)];

    /// <summary>The samples of a page as they are stored: [H,W], or [H,W,C] where there are several channels; uint8 or uint16.</summary>
    /// <param name="page">Number of the page, from 0 on.</param>
    /// <exception cref="FileFormatException">The page is damaged.</exception>
    public NdArray Read(int page) => pages[page].Read();

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void ReadDirectories()
    {
        const ushort LittleEndian = 0x4949, BigEndian = 0x4D4D, Big = 43;
        var order = (ushort)file.ReadUInt(0, 2);
        if (order is not (LittleEndian or BigEndian))
            throw new FileFormatException(file.Path, "it is no TIFF image: it begins neither with II nor with MM");
        var bigEndian = order == BigEndian;
        var magic = Number(2, 2);
        if (magic != 42)
        {
            throw new FileFormatException(file.Path, magic == Big
                ? "it is a BigTIFF, which is not read; save it as an ordinary TIFF"
                : $"it is no TIFF image: its magic number is {magic}");
        }
        var seen = new HashSet<long>();
        for (var offset = Number(4, 4); offset != 0;)
        {
            if (!seen.Add(offset))
                throw new FileFormatException(file.Path, "its chain of pages runs in a circle");
            var directory = new TiffDirectory(file, bigEndian, offset);
            pages.Add(new TiffStrips(file, directory, bigEndian));
            offset = directory.Next;
        }
        if (pages.Count == 0)
            throw new FileFormatException(file.Path, "it has no page");

        long Number(long at, int size)
        {
            var value = (uint)file.ReadUInt(at, size);
            return !bigEndian ? value
                : size == 2 ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)value)
                : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
        }
    }
}
