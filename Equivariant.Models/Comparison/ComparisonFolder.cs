using System.Text.Json;
using Equivariant.Data;
using Equivariant.Formats;

namespace Equivariant.Comparison;

/// <summary>
/// The folder of a comparison: its settings, a folder for each training, a file for each finished piece of work. All names in it
/// are relative: it may be moved to another machine and go on there. One process works in it at a time.
/// </summary>
internal sealed class ComparisonFolder : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string path;
    private readonly FolderInUse hold;

    private ComparisonFolder(string path) => (this.path, hold) = (path, FolderInUse.Take(path));

    /// <summary>Opens the folder of these settings, or makes it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settings">The budget; a record, compared by value.</param>
    /// <param name="data">A fingerprint of the data.</param>
    /// <param name="force">Start anew what is in the folder.</param>
    /// <exception cref="IOException">It holds a comparison with other settings or other data, or another process works in
    /// it.</exception>
    public static ComparisonFolder Open<TSettings>(string path, TSettings settings, string data, bool force)
    {
        var folder = new ComparisonFolder(path);
        try
        {
            folder.Start(new About<TSettings>(settings, data), force);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => hold.Dispose();

    public string Run(string model, ulong seed) => File($"runs/{model}-seed{seed}");

    public string File(string name) => Path.Combine(path, name);

    /// <summary>Reads what was written; null where nothing was.</summary>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    public T? Read<T>(string name)
    {
        if (!System.IO.File.Exists(File(name)))
            return default;
        try
        {
            return JsonSerializer.Deserialize<T>(System.IO.File.ReadAllText(File(name)), Json);
        }
        catch (JsonException e)
        {
            throw new FileFormatException(File(name), $"it is damaged ({e.Message}); delete it to have it made again", e);
        }
    }

    public void Write<T>(string name, T value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        AtomicFile.WriteAllText(File(name), JsonSerializer.Serialize(value, Json) + "\n");
    }

    /// <summary>What tells data apart wherever they lie: number and size of the images, and a sum over the first to test
    /// on.</summary>
    public static string Fingerprint(DenseSplits data)
    {
        var image = data.Test.Load(0);
        return Fingerprint(data.Train.Count, data.Test.Count,
            FormattableString.Invariant($"{image.Channels}×{image.Height}×{image.Width}, sum {Sum(image.Pixels):0.000}"));
    }

    public static string Fingerprint(DataSplits data)
    {
        var image = new float[data.ImageShape.Count];
        data.Test.CopyImage(0, image);
        return Fingerprint(
            data.Train.Count, data.Test.Count, FormattableString.Invariant($"{data.ImageShape}, {Sum(image):0.000}"));
    }

    private static string Fingerprint(int train, int test, string images) =>
        FormattableString.Invariant($"{train} images to train, {test} to test on, {images}");

    private static double Sum(float[] pixels) => pixels.Sum(pixel => (double)pixel);

    private void Start<TSettings>(About<TSettings> wanted, bool force)
    {
        var found = Read<About<TSettings>>("comparison.json");
        if (force && found is not null)
        {
            foreach (var part in new[] { "runs", "tests", "measured" }.Select(File).Where(Directory.Exists))
                Directory.Delete(part, recursive: true);
        }
        else if (found is not null && found != wanted)
        {
            throw new IOException(found.Data != wanted.Data
                ? $"'{path}' holds a comparison on other data ({found.Data}; now {wanted.Data}); choose another folder."
                : $"'{path}' holds a comparison with other settings ({found.Settings}); repeat those, choose another folder, "
                    + "or start it anew with --force.");
        }
        Write("comparison.json", wanted);
    }

    private sealed record About<TSettings>(TSettings Settings, string Data);
}
