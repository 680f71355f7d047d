using System.Globalization;
using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// A volume of the CREMI challenge (HDF5): volumes/raw, and boundaries made from volumes/labels/neuron_ids by CREMI's rule.
/// Sections are read when they are asked for.
/// </summary>
internal sealed class CremiSource : IDataSource
{
    private const double DefaultWidth = 1;

    public string Scheme => "cremi";

    public bool IsDense => true;

    public string Description =>
        "cremi:FILE[?width=1|8nm&train=0-99&test=100-124] — a CREMI volume; pixels within the width of a border between "
        + "neurons are boundary; labels=none for a volume without labels";

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        spec.AllowOptions("width", "train", "test", "labels");
        var labelled = spec.HasLabels();
        try
        {
            var volume = CremiVolume.Open(spec.Target, labelled);
            var width = Width(spec, volume.Resolution);
            var (train, test) = SliceRanges.Of(spec, volume.Sections);
            return new DenseSplits(
                spec.ToString(),
                FormattableString.Invariant($"CREMI volume {volume}, boundaries within {width:0.##} px"),
                "CREMI challenge data, see cremi.org", Set("train", train), Set("test", test), ["inside", "boundary"])
            {
                Resolution = volume.Resolution is [var z, var y, var x] ? (z, y, x) : null,
            };

            DenseSet Set(string name, int[] sections) =>
                new($"'{spec.Target}' {name}", sections.Length, 1, i => volume.Load(sections[i], width))
                {
                    Submission = volume.Submission(sections),
                };
        }
        catch (Exception e) when (e is FileFormatException or IOException or KeyNotFoundException)
        {
            throw new DataException(e.Message, e);
        }
    }

    /// <summary>How far from a border pixels are boundary, in pixels.</summary>
    private static double Width(DataSpec spec, double[]? resolution)
    {
        if (spec.Text("width") is not { } text)
            return DefaultWidth;
        var inNanometres = text.EndsWith("nm", StringComparison.Ordinal);
        var number = inNanometres ? text[..^2] : text;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(number, Style, CultureInfo.InvariantCulture, out var width) || width > 10_000)
            throw new DataException($"'{spec}': width is a number of pixels such as 1.5, or of nanometres such as 8nm.");
        if (!inNanometres)
            return width;
        // As CREMI does: the extent of a pixel along y stands for the section.
        return resolution is { } voxel
            ? width / voxel[1]
            : throw new DataException($"'{spec}': the file does not say how large its voxels are; give the width in pixels.");
    }
}
