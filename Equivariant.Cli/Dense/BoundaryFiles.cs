namespace Equivariant.Cli.Dense;

/// <summary>Boundary probabilities as grey images of 8 or 16 bits, one for each image, in a folder that is made when the first is
/// written: white is a sure boundary.</summary>
internal sealed class BoundaryFiles(string folder, int bits, bool force)
{
    private readonly string folder = !File.Exists(folder) ? folder
        : throw new WorkFailedException($"'{folder}' is a file; --out names a folder for the predicted images.");

    private readonly HashSet<string> written = [];

    /// <summary>Where an image goes, and its objects if they are wanted.</summary>
    /// <exception cref="WorkFailedException">There is such a file, and it may not be overwritten.</exception>
    public (string Boundary, string? Objects) Reserve(DenseImage image, int index, bool objects)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(image.Name).Select(
            letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).Trim('.');
        if (name.Length == 0 || !written.Add(name))
            written.Add(name = $"{name}-{index}");
        return (Free(name + ".png"), objects ? Free(name + "-objects.npy") : null);
    }

    /// <summary>Writes the probabilities of class 1, [H,W].</summary>
    public void Write(string path, ReadOnlySpan<float> boundary, int height, int width)
    {
        Directory.CreateDirectory(folder);
        ProbabilityImage.Write(path, boundary, height, width, bits);
    }

    /// <summary>A path in the folder that may be written.</summary>
    public string Free(string name)
    {
        var path = Path.Combine(folder, name);
        return force || !File.Exists(path) ? path
            : throw new WorkFailedException($"'{path}' is there already; choose another folder, or overwrite it with --force.");
    }
}
