using System.Text.Json;
using Equivariant.Formats;
using Equivariant.Tests.Support;

namespace Equivariant.Tests.Formats;

/// <summary>The golden parser files: valid ones decode to the exact contents, corrupt ones are refused.</summary>
public class GoldenFormatTests
{
    private static readonly string[] Formats = ["npy", "npz", "idx", "safetensors", "png", "tiff"];

    public static TheoryData<string> Valid => Files("valid.json");

    public static TheoryData<string> Corrupt => Files("corrupt.json");

    [GoldenTheory]
    [MemberData(nameof(Valid))]
    public void ValidFileDecodesExactly(string file)
    {
        var index = Entry("valid.json", file);
        var format = index.GetProperty("format").GetString()!;
        var path = Golden.PathOf($"formats/{file}");
        var optional = index.TryGetProperty("optional", out var flag) && flag.GetBoolean();
        IReadOnlyDictionary<string, NdArray> arrays;
        try
        {
            arrays = FormatFiles.ReadAll(format, path);
        }
        catch (FileFormatException) when (optional)
        {
            return;
        }

        if (index.TryGetProperty("sha256_le_c_order", out var whole))
            Assert.Equal(whole.GetString(), FormatFiles.Sha256(arrays[""]));
        var expected = index.GetProperty("arrays").EnumerateObject().ToDictionary(a => a.Name, a => a.Value);
        if (expected.Count > 0)
            Assert.Equal(expected.Keys.Order(), arrays.Keys.Order());
        using var reader = Npz.Open(Golden.PathOf("formats/expected.npz"));
        foreach (var (name, about) in expected)
        {
            var array = arrays[name];
            Assert.Equal(about.GetProperty("shape").EnumerateArray().Select(a => a.GetInt32()), array.Shape);
            Assert.Equal(about.GetProperty("dtype").GetString(), array.Type.Name());
            Assert.Equal(about.GetProperty("sha256_le_c_order").GetString(), FormatFiles.Sha256(array));
            var key = $"{format}#{Path.GetFileName(file)}@{(name.Length == 0 ? "data" : name.Replace('/', '#'))}";
            Assert.True(FormatFiles.Same(reader.Read(key), array), $"{name} differs from the expected array");
        }
        var again = FormatFiles.ReadAll(format, File.ReadAllBytes(path));
        Assert.All(arrays, a => Assert.True(FormatFiles.Same(a.Value, again[a.Key])));
    }

    [GoldenTheory]
    [MemberData(nameof(Corrupt))]
    public async Task CorruptFileIsRefused(string file)
    {
        var index = Entry("corrupt.json", file);
        var format = index.GetProperty("format").GetString()!;
        var path = Golden.PathOf($"formats/{file}");
        IReadOnlyDictionary<string, NdArray>? arrays = null;
        FileFormatException? refusal = null;

        // A guard against hanging, not a measurement: every file takes milliseconds.
        await Task.Run(() => FormatFiles.AssertModest(new FileInfo(path).Length, () =>
        {
            try
            {
                arrays = FormatFiles.ReadAll(format, path);
            }
            catch (FileFormatException e)
            {
                refusal = e;
            }
        })).WaitAsync(TimeSpan.FromMinutes(1));

        if (arrays is not null)
        {
            Assert.Equal("error_or_correct", index.GetProperty("expected").GetString());
            AssertUndamaged(format, file, arrays);
            return;
        }
        Assert.Equal(path, refusal!.Path);
        Assert.Contains(path, refusal.Message);
        Assert.Contains(refusal.Reason, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.ThrowsAny<FileFormatException>(() => FormatFiles.ReadAll(format, File.ReadAllBytes(path)));
    }

    /// <summary>Files that may be read in spite of their damage were made from a few valid ones; their contents must be those.</summary>
    private static void AssertUndamaged(string format, string file, IReadOnlyDictionary<string, NdArray> arrays)
    {
        switch (format)
        {
            case "npz":
                Assert.Equal(["x", "y"], arrays.Keys.Order());
                Assert.Equal("uint8 [5, 5]", arrays["x"].ToString());
                Assert.Equal("25309098be783f60cb1bf9e2b9af56586743bfb53cce0c7d0f6294c3c8eef54b", FormatFiles.Sha256(arrays["x"]));
                Assert.Equal("float32 [4, 3]", arrays["y"].ToString());
                Assert.Equal("d4245e5ac055a35c53048d59c9194c466c27c3959047ad6b9031c9a1fc5f5363", FormatFiles.Sha256(arrays["y"]));
                break;
            default:
                Assert.Fail($"{file} was read; it may be, but then this test must say what it holds");
                break;
        }
    }

    private static JsonElement Entry(string index, string file) =>
        Golden.Cases($"formats/{index}", "files").Single(e => e.GetProperty("file").GetString() == file);

    private static TheoryData<string> Files(string index) => Golden.Folder is null
        ? []
        : new TheoryData<string>(Golden.Cases($"formats/{index}", "files")
            .Where(e => Formats.Contains(e.GetProperty("format").GetString()))
            .Select(e => e.GetProperty("file").GetString()!));
}
