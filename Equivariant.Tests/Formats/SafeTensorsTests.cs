namespace Equivariant.Tests.Formats;

public class SafeTensorsTests
{
    [Fact]
    public void NotesAndNamesAreRead()
    {
        using var reader = SafeTensors.Open(Golden.PathOf("formats/valid/safetensors/types.safetensors"));
        Assert.Equal("test", Assert.Single(reader.Metadata, note => note.Key == "made").Value);
        Assert.Equal(["a", "layer.b", "c", "empty", "scalar", "d64", "flag"], reader.Names);
    }
}
