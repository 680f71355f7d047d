using System.Text.Json;
using System.Text.Json.Serialization;

namespace Equivariant;

/// <summary>Reads the tables and the style sheet that are built into this assembly; the project file lists them.</summary>
internal static class EmbeddedFile
{
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The text of a file.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    /// <summary>The contents of a JSON file.</summary>
    public static T Json<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }

    private static Stream Open(string name) => typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)!;
}
