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
    public void AttributesAndTextsOfHdf5FilesAreRead()
    {
        var checkedFiles = 0;
        var files = Golden.Cases("formats/valid.json", "files").Where(e => e.GetProperty("format").GetString() == "hdf5");
        foreach (var index in files)
        {
            using var file = Hdf5File.Open(Golden.PathOf($"formats/{index.GetProperty("file").GetString()}"));
            if (index.TryGetProperty("attributes", out var owners))
            {
                foreach (var owner in owners.EnumerateObject())
                {
                    var attributes = owner.Name == "/" ? file.AttributesOf("") : file.Dataset(owner.Name).Attributes;
                    foreach (var attribute in owner.Value.EnumerateObject())
                    {
                        var expected = attribute.Value;
                        if (expected.ValueKind == JsonValueKind.String)
                        {
                            Assert.Equal(expected.GetString(), Assert.Single(attributes.Texts(attribute.Name)!));
                            continue;
                        }
                        var found = attributes.Numbers(attribute.Name)!.ToDouble();
                        if (expected.ValueKind == JsonValueKind.Array)
                            Assert.Equal(expected.EnumerateArray().Select(v => v.GetDouble()), found);
                        else
                            Assert.Equal(expected.GetDouble(), Assert.Single(found));
                    }
                }
                checkedFiles++;
            }
            if (index.TryGetProperty("strings", out var texts))
            {
                foreach (var text in texts.EnumerateObject())
                {
                    if (text.Name.StartsWith("attribute "))
                    {
                        var (owner, name) = (text.Name["attribute ".Length..].Split('@')[0], text.Name.Split('@')[1]);
                        Assert.Equal(text.Value.GetString(), Assert.Single(file.Dataset(owner).Attributes.Texts(name)!));
                    }
                    else
                    {
                        Assert.Equal(text.Value.EnumerateArray().Select(v => v.GetString()), file.Dataset(text.Name).ReadTexts());
                    }
                }
            }
        }
        Assert.True(checkedFiles > 0);
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
                    [.., "c", _] => "cremi_chunked_earliest",
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
