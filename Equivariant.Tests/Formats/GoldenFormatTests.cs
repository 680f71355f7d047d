using System.Text.Json;

namespace Equivariant.Tests.Formats;

/// <summary>The golden parser files: valid ones decode to the exact contents, corrupt ones are refused.</summary>
public class GoldenFormatTests
{
    private static readonly string[] Formats = ["npy", "npz", "idx", "safetensors", "png", "tiff", "hdf5"];

    /// <summary>What PureHDF does not read: these data sets are big-endian, and refused as such.</summary>
    private static readonly Dictionary<string, string[]> BigEndian = new()
    {
        ["valid/hdf5/types_earliest.h5"] = ["i32_be", "f32_be"],
        ["valid/hdf5/types_latest.h5"] = ["i32_be", "f32_be"],
    };

    public static TheoryData<string> Valid => Files("valid.json");

    public static TheoryData<string> Corrupt => Files("corrupt.json");

    [Theory]
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
            arrays = BigEndian.TryGetValue(file, out var refused) ? LittleEndian(path, refused) : FormatFiles.ReadAll(format, path);
        }
        catch (FileFormatException) when (optional)
        {
            return;
        }

        if (index.TryGetProperty("sha256_le_c_order", out var whole))
            Assert.Equal(whole.GetString(), FormatFiles.Sha256(arrays[""]));
        var expected = index.GetProperty("arrays").EnumerateObject().ToDictionary(a => a.Name, a => a.Value);
        foreach (var name in BigEndian.GetValueOrDefault(file, []))
            Assert.True(expected.Remove(name));
        // Of the HDF5 files with many data sets the index lists some.
        if (format == "hdf5")
            Assert.Subset(arrays.Keys.ToHashSet(), expected.Keys.ToHashSet());
        else if (expected.Count > 0)
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
        if (BigEndian.ContainsKey(file))
            return;
        var again = FormatFiles.ReadAll(format, File.ReadAllBytes(path));
        Assert.All(arrays, a => Assert.True(FormatFiles.Same(a.Value, again[a.Key])));
    }

    private static Dictionary<string, NdArray> LittleEndian(string path, string[] refused)
    {
        using var file = Hdf5File.Open(path);
        foreach (var name in refused)
            Refused<FileFormatException>(file.Dataset(name).Read, "big-endian");
        return FormatFiles.Datasets(file, refused);
    }

    [Fact]
    public void NotesAndNamesOfSafeTensorsAreRead()
    {
        using var reader = SafeTensors.Open(Golden.PathOf("formats/valid/safetensors/types.safetensors"));
        Assert.Equal("test", Assert.Single(reader.Metadata, note => note.Key == "made").Value);
        Assert.Equal(["a", "layer.b", "c", "empty", "scalar", "d64", "flag"], reader.Names);
    }

    [Fact]
    public void AttributesAndTextsOfHdf5FilesAreRead()
    {
        var checkedFiles = 0;
        var files = Golden.Cases("formats/valid.json", "files").Where(e => e.GetProperty("format").GetString() == "hdf5");
        foreach (var index in files)
        {
            using var file = Hdf5File.Open(Golden.PathOf($"formats/{index.GetProperty("file").GetString()}"));
            foreach (var (owner, expected) in Members(index, "attributes"))
            {
                foreach (var attribute in expected.EnumerateObject())
                    AssertAttribute(file, owner == "/" ? "" : owner, attribute.Name, attribute.Value);
                checkedFiles++;
            }
            foreach (var (name, expected) in Members(index, "strings"))
            {
                if (name.StartsWith("attribute ", StringComparison.Ordinal) && name["attribute ".Length..].Split('@') is [var owner, var text])
                    AssertAttribute(file, owner, text, expected);
                else
                    Assert.Equal(expected.EnumerateArray().Select(v => v.GetString()), file.Dataset(name).ReadTexts());
            }
        }
        Assert.True(checkedFiles > 0);

        static IEnumerable<(string, JsonElement)> Members(JsonElement index, string name) =>
            index.TryGetProperty(name, out var map) ? map.EnumerateObject().Select(one => (one.Name, one.Value)) : [];
    }

    private static void AssertAttribute(Hdf5File file, string owner, string name, JsonElement expected)
    {
        var attributes = owner.Length == 0 ? file.AttributesOf("") : file.Dataset(owner).Attributes;
        if (expected.ValueKind == JsonValueKind.String)
            Assert.Equal(expected.GetString(), Assert.Single(attributes.Texts(name)!));
        else if (expected.ValueKind == JsonValueKind.Array)
            Assert.Equal(expected.EnumerateArray().Select(v => v.GetDouble()), attributes.Numbers(name)!.ToDouble());
        else
            Assert.Equal(expected.GetDouble(), Assert.Single(attributes.Numbers(name)!.ToDouble()));
    }

    [Theory]
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

    /// <summary>Files that may be read in spite of their damage were made from a few valid ones; their contents must be
    /// those.</summary>
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
            case "hdf5":
                var original = Path.GetFileNameWithoutExtension(file).Split('_') switch
                {
                    [.., "g", _] => "cremi_gzip_earliest",
                    [.., "l", _] => "cremi_gzip_latest",
                    _ => "cremi_chunked_earliest",
                };
                var undamaged = FormatFiles.ReadAll(format, Golden.PathOf($"formats/valid/hdf5/{original}.h5"));
                Assert.Equal(undamaged.Keys, arrays.Keys);
                Assert.All(undamaged, array => Assert.True(FormatFiles.Same(array.Value, arrays[array.Key]), array.Key));
                break;
            default:
                Assert.Fail($"{file} was read; it may be, but then this test must say what it holds");
                break;
        }
    }

    private static JsonElement Entry(string index, string file) =>
        Golden.Cases($"formats/{index}", "files").Single(e => e.GetProperty("file").GetString() == file);

    private static TheoryData<string> Files(string index) => [.. Golden.Cases($"formats/{index}", "files")
        .Where(e => Formats.Contains(e.GetProperty("format").GetString()))
        .Select(e => e.GetProperty("file").GetString()!)];
}
