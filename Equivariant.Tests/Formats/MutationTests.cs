using System.IO.Compression;
using BitMiracle.LibTiff.Classic;
using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Formats;

/// <summary>Damaged copies of valid files are refused with the one typed error, or read without harm.</summary>
public class MutationTests
{
    private static readonly Dictionary<string, NdArray> Arrays = new()
    {
        ["a"] = NdArray.From(Enumerable.Range(0, 60).Select(i => (float)i).ToArray(), 3, 4, 5),
        ["b"] = NdArray.From([true, false, true], 3),
        ["empty"] = NdArray.From<long>([], 0, 2),
    };

    private static readonly NdArray Image = NdArray.From(Enumerable.Range(0, 60).Select(i => (byte)i).ToArray(), 3, 4, 5);

    private static readonly TiffFile Tiffs = new() { Mode = "wl8", Tiled = true };

    public static TheoryData<string> Kinds => [.. Samples.Keys];

    /// <summary>A valid file of each kind.</summary>
    private static Dictionary<string, byte[]> Samples { get; } = new()
    {
        ["npy"] = RoundTripTests.Bytes(stream => Npy.Write(stream, Arrays["a"])),
        ["npz deflated"] = RoundTripTests.Bytes(stream => Npz.Write(stream, Arrays)),
        ["npz stored"] = RoundTripTests.Bytes(stream => Npz.Write(stream, Arrays, compress: false)),
        ["idx"] = IdxFile(),
        ["idx gz"] = Gzip(IdxFile()),
        ["idx two"] = [.. Gzip(IdxFile()[..30]), .. Gzip(IdxFile()[30..])],
        ["safetensors"] = RoundTripTests.Bytes(stream =>
            SafeTensors.Write(stream, Arrays, new Dictionary<string, string> { ["note"] = "text" })),
        ["png"] = Png.Encode(Image.Bytes, 5, 4, 3),
        ["jpeg"] = JpegBmpTests.JpegFile(),
        ["bmp 8"] = JpegBmpTests.BmpFile(8),
        ["bmp 24"] = JpegBmpTests.BmpFile(24),
        ["tiff plain"] = Encode(new TiffFile { Width = 6, Height = 10 }),
        ["tiff deflated"] = Encode(new TiffFile { Width = 6, Height = 10, Compression = Compression.ADOBE_DEFLATE }),
        ["tiff tiles"] = Encode(Tiffs),
        ["tiff tiles LZW"] = Encode(Tiffs with { Compression = Compression.LZW }),
        ["tiff tiles PackBits"] = Encode(Tiffs with { Compression = Compression.PACKBITS }),
        ["tiff tiles deflated"] = Encode(Tiffs with { Compression = Compression.ADOBE_DEFLATE }),
        ["tiff strips LZW"] = Encode(Tiffs with { Compression = Compression.LZW, Tiled = false }),
        ["tiff JPEG"] = JpegBmpTests.JpegTiffFile(rowsPerStrip: 8),
        ["hdf5 latest"] = Hdf5Tests.Bytes(Hdf5Tests.Latest),
        ["hdf5 earliest"] = Hdf5Tests.Bytes(Hdf5Tests.Earliest),
        ["hdf5 misc"] = Hdf5Tests.Bytes(Hdf5Tests.Misc),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task EveryCutIsRefused(string kind) => InTime(() =>
    {
        var sample = Samples[kind];
        Assert.True(IsUnharmed(kind, sample));
        for (var length = 0; length < sample.Length; length += Math.Max(1, sample.Length / 3000))
            Assert.Throws<FileFormatException>(() => Read(kind, sample[..length]));
    });

    /// <summary>Of large files some bytes.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public Task EveryChangedByteIsRefusedOrHarmless(string kind) => InTime(() =>
    {
        var sample = Samples[kind];
        for (var at = 0; at < sample.Length; at += Math.Max(1, sample.Length / 500))
        {
            foreach (var change in (byte[])[0x01, 0x20, 0x80, 0xFF])
            {
                var damaged = sample.ToArray();
                damaged[at] ^= change;
                AssertRefusedOrHarmless(kind, damaged);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task SeveralRandomChangesAreRefusedOrHarmless(string kind) => InTime(() =>
    {
        if (kind.StartsWith("hdf5", StringComparison.Ordinal))
        {
            // Always the same: a few in a thousand cost more than is modest, as docs/formats.md says.
            var random = new Random(7);
            for (var trial = 0; trial < 1500; trial++)
            {
                var damaged = Samples[kind].ToArray();
                for (var change = random.Next(1, 4); change > 0; change--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                AssertRefusedOrHarmless(kind, damaged);
            }
            return;
        }
        var changes =
            from count in Gen.Choose(1, 8)
            from places in Gen.Choose(0, Samples[kind].Length - 1).ArrayOf(count)
            from values in Gen.Choose(0, 255).ArrayOf(count)
            from length in Gen.Frequency((3, Gen.Constant(Samples[kind].Length)), (1, Gen.Choose(0, Samples[kind].Length)))
            select (places, values, length);
        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var damaged = Samples[kind].ToArray();
            foreach (var (place, value) in change.places.Zip(change.values))
                damaged[place] = (byte)value;
            AssertRefusedOrHarmless(kind, damaged[..change.length]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(kind is "jpeg" or "bmp 8" or "bmp 24" ? 3000 : 2000));
    });

    [Fact]
    public void RandomBytesBehindEveryMagicAreRefused()
    {
        var random = new Random(5);
        foreach (var (kind, sample) in Samples)
        {
            for (var trial = 0; trial < 200; trial++)
            {
                var noise = new byte[random.Next(400)];
                random.NextBytes(noise);
                Assert.Throws<FileFormatException>(() => Read(kind, [.. sample[..8], .. noise]));
            }
        }
    }

    /// <summary>A guard against hanging, not a measurement.</summary>
    private static Task InTime(Action work) => Task.Run(work).WaitAsync(TimeSpan.FromMinutes(5));

    /// <summary>A change may make any TIFF one of deflated colours, which take 7 bytes a pixel on the way; deflate packs 1032 to
    /// 1 (docs/formats.md).</summary>
    private static void AssertRefusedOrHarmless(string kind, byte[] damaged) => FormatFiles.AssertModest(damaged.Length, () =>
    {
        try
        {
            Assert.True(IsUnharmed(kind, damaged), "damaged content was accepted");
        }
        catch (FileFormatException)
        {
            // Refused, as it should be.
        }
    }, kind.StartsWith("tiff", StringComparison.Ordinal) ? 8 * 1032 : 64);

    /// <summary>
    /// Formats with checksums must not let a change of content through (a zip archive does not protect the names in its
    /// directory). In the others a changed number is a number.
    /// </summary>
    private static bool IsUnharmed(string kind, byte[] file)
    {
        var arrays = Read(kind, file);
        return kind[..3] switch
        {
            "npz" => arrays.Values.All(array => Arrays.Values.Any(original => FormatFiles.Same(array, original))),
            "png" => arrays["samples"].Bytes.SequenceEqual(Image.Bytes),
            "idx" when kind != "idx" => FormatFiles.Same(Image, arrays[""]),
            _ => true,
        };
    }

    private static IReadOnlyDictionary<string, NdArray> Read(string kind, byte[] file) =>
        FormatFiles.ReadAll(kind.Split(' ')[0], file);

    private static byte[] Encode(TiffFile file) => file.Encode(file.Samples(5));

    private static byte[] IdxFile() => [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, .. Image.Bytes];

    private static byte[] Gzip(byte[] bytes) => RoundTripTests.Bytes(stream =>
    {
        using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        gzip.Write(bytes);
    });
}
