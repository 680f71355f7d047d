using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace Equivariant.Tests.Formats;

/// <summary>Writes small TIFF files of every kind that is read, with LibTiff's own writer.</summary>
internal sealed record TiffFile
{
    private const int Tile = 16;

    public int Width { get; init; } = 37;

    public int Height { get; init; } = 21;

    public int Channels { get; init; } = 1;

    public int Bits { get; init; } = 8;

    /// <summary>wl: little-endian, wb: big-endian, wl8: BigTIFF.</summary>
    public string Mode { get; init; } = "wl";

    public Compression Compression { get; init; } = Compression.NONE;

    public bool Differences { get; init; }

    public bool Tiled { get; init; }

    public bool Planes { get; init; }

    public int RowsPerStrip { get; init; } = 5;

    public Photometric Photometric { get; init; } = Photometric.MINISBLACK;

    /// <summary>Sets further tags.</summary>
    public Action<LibTiff> More { get; init; } = _ => { };

    /// <summary>Random bytes of a page.</summary>
    public byte[] Samples(int seed)
    {
        var bytes = new byte[Width * Height * Channels * Bits / 8];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A file with a page for each array of little-endian samples, [H,W,C].</summary>
    public byte[] Encode(params byte[][] pages)
    {
        var stream = new MemoryStream();
        using (var tiff = LibTiff.ClientOpen("test", Mode, stream, new TiffStream()))
        {
            foreach (var page in pages)
            {
                Describe(tiff);
                Write(tiff, page);
                tiff.WriteDirectory();
            }
        }
        return stream.ToArray();
    }

    /// <summary>A file of classic TIFF with another value of a tag that has one value; or with another tag in its
    /// place.</summary>
    public static byte[] Patched(byte[] file, TiffTag tag, int value, TiffTag? renamed = null)
    {
        var isBig = file[0] == 'M';
        for (var directory = Get(4, 4); directory != 0;)
        {
            var at = directory + 2;
            while (Get(at, 2) != (int)tag)
                at += 12;
            Put(at, 2, (int)(renamed ?? tag));
            Put(at + 8, Get(at + 2, 2) == 3 ? 2 : 4, value);
            directory = Get(directory + 2 + (12 * Get(directory, 2)), 4);
        }
        return file;

        int Get(int at, int size)
        {
            var bytes = file.AsSpan(at);
            return size == 4 ? isBig ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes)
                : isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        }

        void Put(int at, int size, int number)
        {
            for (var i = 0; i < size; i++)
                file[at + i] = (byte)(number >> (8 * (isBig ? size - 1 - i : i)));
        }
    }

    private void Describe(LibTiff tiff)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, Width);
        tiff.SetField(TiffTag.IMAGELENGTH, Height);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, Channels);
        tiff.SetField(TiffTag.BITSPERSAMPLE, Bits);
        tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.UINT);
        tiff.SetField(TiffTag.ORIENTATION, Orientation.TOPLEFT);
        tiff.SetField(TiffTag.COMPRESSION, Compression);
        tiff.SetField(TiffTag.PHOTOMETRIC, Channels == 3 ? Photometric.RGB : Photometric);
        tiff.SetField(TiffTag.PLANARCONFIG, Planes ? PlanarConfig.SEPARATE : PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.ROWSPERSTRIP, RowsPerStrip);
        if (Differences)
            tiff.SetField(TiffTag.PREDICTOR, BitMiracle.LibTiff.Classic.Predictor.HORIZONTAL);
        if (Tiled)
        {
            tiff.SetField(TiffTag.TILEWIDTH, Tile);
            tiff.SetField(TiffTag.TILELENGTH, Tile);
        }
        More(tiff);
    }

    private void Write(LibTiff tiff, byte[] page)
    {
        var (width, height) = Tiled ? (Tile, Tile) : (Width, 1);
        var across = (Width + width - 1) / width;
        for (var plane = 0; plane < (Planes ? Channels : 1); plane++)
        {
            for (var i = 0; i < across * ((Height + height - 1) / height); i++)
            {
                var (row, column) = Math.DivRem(i, across);
                var block = Bits < 8 ? page[(row * page.Length / Height)..]
                    : Block(page, plane, column * width, row * height, width, height);
                if (Tiled)
                    tiff.WriteTile(block, 0, column * width, row * height, 0, (short)plane);
                else
                    tiff.WriteScanline(block, row, (short)plane);
            }
        }
    }

    private byte[] Block(byte[] page, int plane, int x0, int y0, int width, int height)
    {
        var size = Bits / 8;
        var pixel = (Planes ? 1 : Channels) * size;
        var block = new byte[width * height * pixel];
        for (var i = 0; i < block.Length; i++)
        {
            var (y, x) = (y0 + (i / (width * pixel)), x0 + (i / pixel % width));
            if (y < Height && x < Width)
                block[i] = page[(((y * Width) + x) * Channels * size) + (plane * size) + (i % pixel)];
        }
        return block;
    }
}
