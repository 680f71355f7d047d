using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace Equivariant.Formats;

/// <summary>
/// Decodes a page with LibTiff.NET. The sizes in its directory are checked first, because LibTiff reserves what they announce.
/// </summary>
internal sealed class TiffPageDecoder
{
    private const int Uncompressed = 1, Lzw = 5, Jpeg = 7, AdobeDeflate = 8, PackBits = 32773, Deflate = 32946;

    private const long AlwaysFine = 4096;

    private readonly FileBytes file;
    private readonly long offset;
    private readonly int number;
    private readonly bool asColours, tiled, differences;
    private readonly int planes, blockWidth, blockHeight;
    private readonly TiffDirectory directory;
    private readonly long compression, photometric, bits;
    private readonly int storedChannels;

    public TiffPageDecoder(FileBytes file, TiffDirectory directory, long offset, int number)
    {
        (this.file, this.directory, this.offset, this.number) = (file, directory, offset, number);
        var (columns, rows) = (Extent(TiffTag.IMAGEWIDTH), Extent(TiffTag.IMAGELENGTH));
        compression = directory.Value(TiffTag.COMPRESSION, Uncompressed);
        Require(compression is Uncompressed or Lzw or Jpeg or AdobeDeflate or PackBits or Deflate,
            $"its compression {Name(compression)} is not read; save it uncompressed or deflated");
        var channels = storedChannels = (int)directory.Value(TiffTag.SAMPLESPERPIXEL, 1);
        Require(channels is >= 1 and <= 16, $"it has {channels} samples for each pixel");
        var widths = directory.Values(TiffTag.BITSPERSAMPLE, 1);
        Require(widths.Length == channels && widths.All(width => width == widths[0])
            && widths[0] is 1 or 2 or 4 or 8 or 16 or 32 or 64,
            $"its samples have {string.Join(", ", widths.Take(16))} bits; 1, 2, 4, 8, 16, 32 or 64 for all {channels} are read");
        bits = widths[0];
        var formats = directory.Values(TiffTag.SAMPLEFORMAT, 1);
        Require(formats.Length > 0 && formats[0] is 1 or 2 or 3 && formats.All(format => format == formats[0]),
            $"its sample format {formats.FirstOrDefault()} is not read");
        Require(formats[0] != 3 || bits >= 16, $"its floating-point samples of {bits} bits are not read");
        var planar = directory.Value(TiffTag.PLANARCONFIG, 1);
        Require(planar is 1 or 2, $"its planar configuration {planar} is not read");
        planes = planar == 2 ? channels : 1;
        var predictor = directory.Value(TiffTag.PREDICTOR, 1);
        Require(predictor is 1 or 2 or 3, $"its predictor {predictor} is not read");
        // LibTiff undoes differences of packed samples only.
        differences = predictor == 2 && compression == Uncompressed;
        Require(!differences || (bits is 8 or 16 && !directory.Has(TiffTag.TILEWIDTH)),
            $"its uncompressed differences are not read; they are of {bits} bits or in tiles");
        var orientation = directory.Value(TiffTag.ORIENTATION, 1);
        Require(orientation == 1, $"its orientation {orientation} is not read; save it upright");
        photometric = directory.Value(TiffTag.PHOTOMETRIC, 1);
        Require(photometric is 0 or 1 or 2 or 3 or 6, $"its colours (photometric interpretation {photometric}) are not read");
        asColours = photometric > 2 || bits < 8;
        Page = asColours
            ? new TiffPage(rows, columns, photometric <= 1 ? 1 : 3, ElementType.UInt8, WhiteIsZero: false)
            : new TiffPage(rows, columns, channels, ElementTypes.Find(" uif"[(int)formats[0]], bits / 8)!.Value, photometric == 0);

        tiled = directory.Has(TiffTag.TILEWIDTH);
        blockWidth = tiled ? Extent(TiffTag.TILEWIDTH) : columns;
        blockHeight = tiled ? Extent(TiffTag.TILELENGTH)
            : (int)Math.Min(directory.Value(TiffTag.ROWSPERSTRIP, rows), rows);
        Require(blockHeight > 0, "its strips have no rows");
    }

    /// <summary>What <see cref="Read"/> gives.</summary>
    public TiffPage Page { get; }

    /// <summary>Bytes that one packed byte can become: deflate's limit, and for JPEG blocks of 64 samples in 4 bits.</summary>
    private Int128 LargestRatio => compression switch { Uncompressed => 1, Jpeg => 128, PackBits => 64, _ => 1032 };

    private int Across => (int)(((long)Page.Width + blockWidth - 1) / blockWidth);

    private int Down => (int)(((long)Page.Height + blockHeight - 1) / blockHeight);

    private string Block => tiled ? "tile" : "strip";

    /// <summary>The samples of the page.</summary>
    public NdArray Read()
    {
        CheckBlocks();
        try
        {
            TiffMessages.Listen();
            using var bytes = file.OpenStream();
            using var tiff = LibTiff.ClientOpen(file.Path, "rh", bytes, new TiffStream());
            if (tiff is null || !tiff.SetSubDirectory(offset))
                throw Failure("its directory is not understood");
            return asColours ? ReadColours(tiff) : ReadSamples(tiff);
        }
        catch (Exception e) when (e is not FileFormatException)
        {
            throw new FileFormatException(file.Path, $"page {number + 1}: it is damaged ({e.Message.TrimEnd('.')})", e);
        }
    }

    /// <summary>Compares the blocks with the file: where they are, how many, and what their packed bytes can hold.</summary>
    private void CheckBlocks()
    {
        var blocks = (Int128)Across * Down * planes;
        var offsets = directory.Values(tiled ? TiffTag.TILEOFFSETS : TiffTag.STRIPOFFSETS);
        Require(offsets.Length == blocks, $"it has {offsets.Length} {Block}s where its size needs {blocks}");
        var countsTag = tiled ? TiffTag.TILEBYTECOUNTS : TiffTag.STRIPBYTECOUNTS;
        var hasCounts = directory.Has(countsTag) || compression != Uncompressed;
        var counts = hasCounts ? directory.Values(countsTag) : [];
        Require(!hasCounts || counts.Length == blocks, $"it has {blocks} {Block}s and the lengths of {counts.Length}");
        for (var block = 0; block < offsets.Length; block++)
        {
            var length = BlockLength(block);
            var count = hasCounts ? counts[block] : (long)Int128.Min(length, long.MaxValue);
            file.Check(offsets[block], count);
            // YCbCr may hold fewer samples of colour than of brightness.
            Require(compression != Uncompressed || photometric == 6 || count >= length,
                $"{Block} {block} has {count} bytes where its rows need {length}");
            Require(compression == Uncompressed || length <= (LargestRatio * count) + AlwaysFine,
                $"{Block} {block} announces {length} bytes, which {count} compressed bytes cannot hold");
        }
        // Blocks may share bytes, so that the file's length is the limit for all of them together.
        var total = (Int128)Page.Width * Page.Height * (photometric == 6 ? 1 : storedChannels) * bits / 8;
        Require(total <= (LargestRatio * file.Length) + AlwaysFine,
            $"its {Page.Width}×{Page.Height} pixels are more than it holds");
    }

    /// <summary>Bytes of a block when it is unpacked. The last strip of a plane may be shorter than the others.</summary>
    private Int128 BlockLength(int block)
    {
        var row = (((Int128)blockWidth * (storedChannels / planes) * bits) + 7) / 8;
        return row * (tiled ? blockHeight : Math.Min(blockHeight, Page.Height - ((long)(block % Down) * blockHeight)));
    }

    private NdArray ReadSamples(LibTiff tiff)
    {
        var size = (int)bits / 8;
        var (row, pixel) = ((long)Page.Width * Page.Channels * size, Page.Channels * size);
        ArrayShape.CheckFitsOneArray(row * Page.Height, file.Path, "a page");
        byte[]? samples = null;
        byte[] unpacked = [];
        for (var block = 0; block < Across * Down * planes; block++)
        {
            var length = (int)BlockLength(block);
            if (unpacked.Length != length)
                unpacked = new byte[length];
            var read = tiled ? tiff.ReadEncodedTile(block, unpacked, 0, length)
                : tiff.ReadEncodedStrip(block, unpacked, 0, length);
            if (read != length || TiffMessages.Last is not null)
                throw Failure($"{Block} {block} is cut or damaged");
            // Made when the first block has proved to be what it announced.
            samples ??= new byte[row * Page.Height];
            var (plane, y0, x0) = (block / (Across * Down), block / Across % Down * blockHeight, block % Across * blockWidth);
            var (height, width) = (Math.Min(blockHeight, Page.Height - y0), Math.Min(blockWidth, Page.Width - x0));
            var blockPixel = pixel / planes;
            for (var y = 0; y < height; y++)
            {
                var from = unpacked.AsSpan(y * blockWidth * blockPixel, width * blockPixel);
                var to = samples.AsSpan((int)(((y0 + y) * row) + ((long)x0 * pixel)), width * pixel);
                if (planes == 1)
                    from.CopyTo(to);
                else
                    for (var x = 0; x < width; x++)
                        from.Slice(x * size, size).CopyTo(to[((x * pixel) + (plane * size))..]);
            }
        }
        if (differences)
            AddUp(samples!);
        return Wrap(samples!);
    }

    /// <summary>Undoes horizontal differences: each sample is added to the one of the pixel before it in the row.</summary>
    private void AddUp(byte[] samples)
    {
        var (row, channels) = (Page.Width * Page.Channels, Page.Channels);
        var wide = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(samples.AsSpan());
        for (var i = 0; i < samples.Length / ((int)bits / 8); i++)
        {
            if (i % row >= channels && bits == 8)
                samples[i] += samples[i - channels];
            else if (i % row >= channels)
                wide[i] += wide[i - channels];
        }
    }

    /// <summary>What a viewer shows, for samples that mean nothing without their palette or colour space.</summary>
    private NdArray ReadColours(LibTiff tiff)
    {
        var pixels = (long)Page.Width * Page.Height;
        ArrayShape.CheckFitsOneArray(pixels * 4, file.Path, "a page");
        var raster = new int[pixels];
        if (!tiff.ReadRGBAImageOriented(Page.Width, Page.Height, raster, Orientation.TOPLEFT, stopOnError: true)
            || TiffMessages.Last is not null)
        {
            throw Failure("its colours are cut or damaged");
        }
        var samples = new byte[pixels * Page.Channels];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(raster[i / Page.Channels] >> (8 * (i % Page.Channels)));
        return Wrap(samples);
    }

    private NdArray Wrap(byte[] samples) => NdArray.Wrap(
        Page.Type, Page.Channels == 1 ? [Page.Height, Page.Width] : [Page.Height, Page.Width, Page.Channels], samples);

    private int Extent(TiffTag tag)
    {
        var extent = directory.Value(tag);
        Require(extent is > 0 and <= int.MaxValue, $"its {tag} is {extent}");
        return (int)extent;
    }

    private void Require(bool fine, string reason)
    {
        if (!fine)
            throw new FileFormatException(file.Path, $"page {number + 1}: {reason}");
    }

    private FileFormatException Failure(string reason) =>
        new(file.Path, $"page {number + 1}: {reason}" + (TiffMessages.Last is { } message ? $" ({message.TrimEnd('.')})" : ""));

    private static string Name(long compression) => compression switch
    {
        2 or 3 or 4 => $"{compression} (CCITT fax)",
        6 => "6 (old JPEG)",
        34925 => "34925 (LZMA)",
        50000 => "50000 (Zstandard)",
        _ => compression.ToString(),
    };
}
