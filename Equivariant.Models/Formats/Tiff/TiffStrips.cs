namespace Equivariant.Formats;

/// <summary>Where the pixels of a page are and how they are packed: the checked contents of its directory.</summary>
internal sealed class TiffStrips
{
    private const int Uncompressed = 1, AdobeDeflate = 8, Deflate = 32946, Horizontal = 2;

    private readonly FileBytes file;
    private readonly bool bigEndian;
    private readonly long compression, predictor;
    private readonly int rowsPerStrip;
    private readonly long[] offsets, counts;

    public TiffStrips(FileBytes file, TiffDirectory directory, bool bigEndian)
    {
        (this.file, this.bigEndian) = (file, bigEndian);
        var (width, height) = (Extent(directory, TiffTag.ImageWidth), Extent(directory, TiffTag.ImageLength));
        compression = directory.Value(TiffTag.Compression, Uncompressed);
        Require(compression is Uncompressed or AdobeDeflate or Deflate,
            $"its compression {Name(compression)} is not read; save it uncompressed or deflated");
        Require(!directory.Has(TiffTag.TileWidth), "it is stored in tiles, which are not read; save it in strips");
        var channels = directory.Value(TiffTag.SamplesPerPixel, 1);
        Require(channels is >= 1 and <= 16, $"it has {channels} samples for each pixel");
        var bits = directory.Has(TiffTag.BitsPerSample) ? directory.Values(TiffTag.BitsPerSample) : [1];
        Require(bits.Length == channels && bits.Distinct().Count() == 1 && bits[0] is 8 or 16,
            $"its samples have {string.Join(", ", bits.Take(16))} bits; 8 or 16 for all {channels} of a pixel are read");
        Require(!directory.Has(TiffTag.SampleFormat) || directory.Values(TiffTag.SampleFormat).All(format => format == 1),
            "its samples are no unsigned whole numbers");
        var planes = directory.Value(TiffTag.PlanarConfiguration, 1);
        Require(planes == 1 || (planes == 2 && channels == 1), $"its planar configuration {planes} is not read");
        predictor = directory.Value(TiffTag.Predictor, 1);
        Require(predictor is 1 or Horizontal, $"its predictor {predictor} is not read");
        var orientation = directory.Value(TiffTag.Orientation, 1);
        Require(orientation == 1, $"its orientation {orientation} is not read; save it upright");
        var photometric = directory.Value(TiffTag.PhotometricInterpretation, 1);
        Require(photometric is 0 or 1 or 2, $"its colours (photometric interpretation {photometric}) are not read");
        Page = new TiffPage(height, width, (int)channels, (int)bits[0], photometric == 0);

        var rows = directory.Value(TiffTag.RowsPerStrip, height);
        Require(rows > 0, "its strips have no rows");
        rowsPerStrip = (int)Math.Min(rows, height);
        offsets = directory.Values(TiffTag.StripOffsets);
        var strips = (height + rowsPerStrip - 1) / rowsPerStrip;
        Require(offsets.Length == strips, $"it has {offsets.Length} strips where {height} rows need {strips}");
        if (directory.Has(TiffTag.StripByteCounts) || compression != Uncompressed)
            counts = directory.Values(TiffTag.StripByteCounts);
        else
            counts = [.. Enumerable.Range(0, strips).Select(StripLength)];
        Require(counts.Length == strips, $"it has {strips} strips and the lengths of {counts.Length}");
    }

    public TiffPage Page { get; }

    private long RowLength => (long)Page.Width * Page.Channels * (Page.BitsPerSample / 8);

    /// <summary>The samples of the page.</summary>
    public NdArray Read()
    {
        var length = (Int128)RowLength * Page.Height;
        // Known to be there before anything is allocated; deflate packs about a thousand to one.
        Require(length <= ((Int128)1032 * (counts.Sum() + 1)), $"its {Page.Width}×{Page.Height} pixels are more than it holds");
        ArrayShape.CheckFitsOneArray((long)Int128.Min(length, long.MaxValue), file.Path, "a page");
        for (var strip = 0; strip < offsets.Length; strip++)
        {
            file.Check(offsets[strip], counts[strip]);
            Require(compression != Uncompressed || counts[strip] >= StripLength(strip),
                $"strip {strip} has {counts[strip]} bytes where its rows need {StripLength(strip)}");
        }
        // Unpacked strips first: what the compressed data do not justify is never allocated.
        var strips = Enumerable.Range(0, offsets.Length).Select(ReadStrip).ToArray();
        var samples = strips.Length == 1 ? strips[0] : Joined(strips);
        if (Page.BitsPerSample == 16 && bigEndian)
            ByteOrder.Reverse(samples, 2);
        if (predictor == Horizontal)
            AddUp(samples);
        return NdArray.Wrap(Page.BitsPerSample == 16 ? ElementType.UInt16 : ElementType.UInt8,
            Page.Channels == 1 ? [Page.Height, Page.Width] : [Page.Height, Page.Width, Page.Channels], samples);
    }

    private long StripLength(int strip) =>
        RowLength * Math.Min(rowsPerStrip, Page.Height - ((long)strip * rowsPerStrip));

    private byte[] ReadStrip(int strip)
    {
        if (compression == Uncompressed)
            return file.Read(offsets[strip], StripLength(strip));
        return Zlib.Unpack(file.Read(offsets[strip], counts[strip]), StripLength(strip), file.Path, $"strip {strip}");
    }

    /// <summary>Undoes horizontal differences: each sample is added to the one of the pixel before it in the row.</summary>
    private void AddUp(byte[] samples)
    {
        var (row, channels) = (Page.Width * Page.Channels, Page.Channels);
        if (Page.BitsPerSample == 8)
        {
            for (var i = 0; i < samples.Length; i++)
                samples[i] += i % row < channels ? (byte)0 : samples[i - channels];
            return;
        }
        var wide = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(samples.AsSpan());
        for (var i = 0; i < wide.Length; i++)
            wide[i] += i % row < channels ? (ushort)0 : wide[i - channels];
    }

    private static byte[] Joined(byte[][] strips)
    {
        var all = new byte[strips.Sum(strip => strip.Length)];
        var at = 0;
        foreach (var strip in strips)
        {
            strip.CopyTo(all, at);
            at += strip.Length;
        }
        return all;
    }

    private int Extent(TiffDirectory directory, TiffTag tag)
    {
        var extent = directory.Value(tag);
        Require(extent is > 0 and <= int.MaxValue, $"its {tag} is {extent}");
        return (int)extent;
    }

    private void Require(bool fine, string reason)
    {
        if (!fine)
            throw new FileFormatException(file.Path, reason);
    }

    private static string Name(long compression) => compression switch
    {
        2 or 3 or 4 => $"{compression} (CCITT fax)",
        5 => "5 (LZW)",
        6 or 7 => $"{compression} (JPEG)",
        32773 => "32773 (PackBits)",
        34925 => "34925 (LZMA)",
        50000 => "50000 (Zstandard)",
        _ => compression.ToString(),
    };
}
