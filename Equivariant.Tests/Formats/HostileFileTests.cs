using System.IO.Compression;
using System.Text;

namespace Equivariant.Tests.Formats;

/// <summary>Files that ask for more than they are worth, and files that are not there.</summary>
public class HostileFileTests : FolderTests
{
    [Fact]
    public void DeflateBombBehindASmallHeaderIsRefusedCheaply()
    {
        var zeros = new byte[1 << 20];
        var gzip = RoundTripTests.Bytes(stream =>
        {
            using var packer = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            packer.Write([0, 0, 8, 1, 0, 0, 0, 4]);
            for (var i = 0; i < 256; i++)
                packer.Write(zeros);
        });
        FormatFiles.AssertModest(0, () => Assert.Throws<FileFormatException>(() => Idx.Read(gzip)));
    }

    [Theory]
    [InlineData(0x7FFFFFFF)]
    [InlineData(0x0FFFFFFF)]
    public void AnnouncedSizeIsNotBelieved(int announced)
    {
        var length = BitConverter.GetBytes(announced).Reverse().ToArray();
        var gzip = RoundTripTests.Bytes(stream =>
        {
            using var packer = new GZipStream(stream, CompressionLevel.NoCompression, leaveOpen: true);
            packer.Write([0, 0, 8, 1, .. length, .. new byte[300_000]]);
        });
        FormatFiles.AssertModest(gzip.Length, () => Assert.Throws<FileFormatException>(() => Idx.Read(gzip)));
        byte[] plain = [0, 0, 8, 1, .. length, 1, 2, 3];
        FormatFiles.AssertModest(plain.Length, () => Assert.Throws<FileFormatException>(() => Idx.Read(plain)));
    }

    [Fact]
    public void DeeplyNestedHeaderIsRefused()
    {
        var json = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        byte[] file = [.. BitConverter.GetBytes((long)json.Length), .. json];
        Assert.Throws<FileFormatException>(() => SafeTensors.Open(file));
    }

    [Fact]
    public void NamesWithLineBreaksOrOfGreatLengthLeaveOneShortSentence()
    {
        var json = Encoding.ASCII.GetBytes($$"""{"first\nsecond{{new string('x', 10_000)}}": 1}""");
        byte[] file = [.. BitConverter.GetBytes((long)json.Length), .. json];
        var message = Refused<FileFormatException>(() => SafeTensors.Open(file), "first second").Message;
        Assert.InRange(message.Length, 1, 400);
    }

    [Fact]
    public void TwoMembersOfOneNameAreRefused()
    {
        var zip = RoundTripTests.Bytes(stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            for (var i = 0; i < 2; i++)
            {
                using var member = archive.CreateEntry("a.npy").Open();
                Npy.Write(member, NdArray.From([i]));
            }
        });
        Assert.Contains("two members", Assert.Throws<FileFormatException>(() => Npz.Open(zip)).Reason);
    }

    [Fact]
    public void WhatIsNoFileIsNamed()
    {
        foreach (var path in (string[])[PathOf("none"), Path.Combine(Folder.Path, "no folder", "none")])
        {
            foreach (var format in (string[])["npy", "npz", "idx", "safetensors"])
            {
                var error = Assert.Throws<FileNotFoundException>(() => FormatFiles.ReadAll(format, path));
                Assert.Equal($"'{path}' cannot be read: there is no such file.", error.Message);
            }
        }
        Assert.Equal($"'{Folder.Path}' cannot be read: it is a folder.",
            Assert.Throws<IOException>(() => Npz.Open(Folder.Path)).Message);
    }

    [Fact]
    public void RefusedFileIsClosedAgain()
    {
        var path = PathOf("bad");
        File.WriteAllText(path, "no archive and no tensors");
        Assert.Throws<FileFormatException>(() => Npz.Open(path));
        Assert.Throws<FileFormatException>(() => SafeTensors.Open(path));
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void MissingArrayIsNamedWithThoseThatAreThere()
    {
        var arrays = new Dictionary<string, NdArray> { ["images"] = NdArray.From([1]), ["labels"] = NdArray.From([2]) };
        using var npz = Npz.Open(RoundTripTests.Bytes(stream => Npz.Write(stream, arrays)), "set.npz");
        using var tensors = SafeTensors.Open(RoundTripTests.Bytes(stream => SafeTensors.Write(stream, arrays)), "net");
        Assert.Equal("'set.npz' holds no array 'masks'; it holds images, labels.",
            Assert.Throws<KeyNotFoundException>(() => npz.Read("masks")).Message);
        Refused<KeyNotFoundException>(() => tensors.Read("masks"), "images, labels");
    }
}
