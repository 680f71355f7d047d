namespace Equivariant.Tests.Formats;

/// <summary>A few files that NumPy and others wrote, for a checkout without the golden data.</summary>
public class FixtureTests
{
    [Theory]
    [InlineData("npy", "float32_be_v1.npy", "", "float32 [3, 4]", "95981fd916a60eb3")]
    [InlineData("npy", "int64_fortran.npy", "", "int64 [4, 3, 2]", "654c04d5870ceb4d")]
    [InlineData("npy", "header_key_order_and_spaces.npy", "", "int32 [2, 3]", "a0ea2bb27bf27921")]
    [InlineData("npz", "mixed_stored.npz", "a", "float32 [3, 2]", "03b38fecb26b4b6d")]
    [InlineData("npz", "mixed_stored.npz", "flag", "bool []", "4bf5122f344554c5")]
    [InlineData("npz", "data_descriptor_deflated.npz", "b", "int64 [4]", "03380f368bc6b92d")]
    [InlineData("npz", "data_descriptor_deflated.npz", "f", "float64 [2, 3]", "c2dac7df5c5aa426")]
    [InlineData("idx", "type_0d.idx.gz", "", "float32 [2, 5]", "7f35439cfd3bd9a7")]
    [InlineData("idx", "two_members.idx.gz", "", "uint8 [5, 7, 6]", "f1e3c187eeee8cc8")]
    [InlineData("safetensors", "types.safetensors", "layer.b", "int64 [4]", "577c0f7473dbf0af")]
    [InlineData("safetensors", "types.safetensors", "empty", "float32 [0, 3]", "e3b0c44298fc1c14")]
    [InlineData("safetensors", "types.safetensors", "scalar", "float32 []", "c0e336a5f371ef22")]
    [InlineData("safetensors", "half_and_bfloat.safetensors", "h", "float16 [5]", "9c6024b65b6cbe6c")]
    [InlineData("safetensors", "half_and_bfloat.safetensors", "b", "float32 [3]", "ee1f0c0d3b7f62ae")]
    public void FileDecodesExactly(string format, string file, string name, string typeAndShape, string sha256Begins)
    {
        var array = FormatFiles.ReadAll(format, PathOf(file))[name];
        Assert.Equal(typeAndShape, array.ToString());
        Assert.StartsWith(sha256Begins, FormatFiles.Sha256(array));
    }

    [Fact]
    public void NotesOfSafeTensorsAreRead()
    {
        using var reader = SafeTensors.Open(PathOf("types.safetensors"));
        Assert.Equal("test", Assert.Single(reader.Metadata, note => note.Key == "made").Value);
        Assert.Equal(["a", "layer.b", "c", "empty", "scalar", "d64", "flag"], reader.Names);
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "fixtures", "formats", file);
}
