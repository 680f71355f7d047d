using Equivariant.Formats;
using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>
/// The sections of a CREMI file. Labels may cover a part of the volume, which their attribute <c>offset</c> places; the rest is
/// not labelled, and labels beyond the volume are left out. Triples are z, y, x.
/// </summary>
internal sealed class CremiVolume
{
    public const string Ids = "volumes/labels/neuron_ids";

    private const string Raw = "volumes/raw";
    private const byte Boundary = 1;

    private readonly Hdf5File file;
    private readonly Hdf5Dataset raw;
    private readonly Hdf5Dataset? ids;
    private readonly int[] offset = [0, 0, 0];

    private CremiVolume(Hdf5File file, bool labelled)
    {
        this.file = file;
        raw = Volume(Raw);
        if (raw.Type is not (ElementType.UInt8 or ElementType.UInt16))
            throw new DataException($"'{file.Path}': {Raw} holds {raw.Type?.Name() ?? "no numbers"}; uint8 and uint16 are read.");
        Resolution = Triple(raw, "resolution");
        Sections = raw.Shape[0];
        if (!labelled)
            return;
        if (!file.Has(Ids))
            throw new DataException($"'{file.Path}' holds no {Ids}; it is a volume without labels, which labels=none opens.");
        ids = Volume(Ids);
        if (ids.Type is not { } type || type.Kind() == 'f')
            throw new DataException($"'{file.Path}': {Ids} holds {ids.Type?.Name() ?? "no numbers"}; whole numbers belong there.");
        Resolution ??= Triple(ids, "resolution");
        offset = Offset(ids);
        if (Enumerable.Range(0, 3).Any(axis => First(axis) >= End(axis)))
        {
            throw new DataException($"'{file.Path}': {Ids} [{string.Join(", ", ids.Shape)}] "
                + $"at ({string.Join(", ", offset)}) lies beside {Raw} [{string.Join(", ", raw.Shape)}].");
        }
        Sections = End(0) - First(0);
    }

    /// <summary>Number of sections: those with labels, or all where there are no labels.</summary>
    public int Sections { get; }

    /// <summary>Extent of a voxel in nm, null where the file does not say.</summary>
    public double[]? Resolution { get; }

    public static CremiVolume Open(string path, bool labelled)
    {
        var file = Hdf5File.Open(path);
        try
        {
            return new CremiVolume(file, labelled);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How objects in some sections, numbered as for <see cref="Load"/>, are written.</summary>
    public CremiSubmission Submission(int[] sections) => new(
        file.Path, Array.ConvertAll(sections, section => First(0) + section), raw.Shape[1], raw.Shape[2], Resolution,
        Triple(raw, "offset") ?? [0, 0, 0]);

    /// <summary>A section with its boundaries: what lies within <paramref name="width"/> pixels of a border. Sections are counted
    /// from the first with labels on.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public DenseImage Load(int section, double width)
    {
        var (height, columns) = (raw.Shape[1], raw.Shape[2]);
        try
        {
            section += First(0);
            var values = raw.ReadSections(section, 1);
            var scale = raw.Type == ElementType.UInt8 ? 255f : 65535f;
            var pixels = Array.ConvertAll(values.ToSingle(), value => value / scale);
            var labels = new byte[pixels.Length];
            Array.Fill(labels, DenseImage.Ignored);
            if (ids is not null)
                Label(ids.ReadSections(section - offset[0], 1), width, labels, columns);
            return new DenseImage($"section {section}", 1, height, columns, pixels, labels);
        }
        catch (FileFormatException e)
        {
            throw new DataException(e.Message, e);
        }
    }

    /// <summary>The extents of the volume, as in a message.</summary>
    public override string ToString() => $"[{string.Join(",", raw.Shape)}]";

    private void Label(NdArray section, double width, byte[] labels, int columns)
    {
        var (rows, length) = (section.Shape[1], section.Shape[2]);
        var objects = section.Type == ElementType.UInt64
            ? section.As<ulong>().ToArray()
            : Array.ConvertAll(section.ToInt64(), id => unchecked((ulong)id));
        var border = BorderMask.Of(objects, 1, rows, length, width);
        for (var y = First(1); y < End(1); y++)
        {
            for (var x = First(2); x < End(2); x++)
            {
                var i = ((y - offset[1]) * length) + x - offset[2];
                if (objects[i] != SegmentOverlaps.CremiUnlabelled)
                    labels[(y * columns) + x] = border[i] ? Boundary : (byte)0;
            }
        }
    }

    /// <summary>The first voxel of the volume along an axis that has a label, and the one after the last.</summary>
    private int First(int axis) => Math.Max(0, offset[axis]);

    private int End(int axis) => Math.Min(raw.Shape[axis], offset[axis] + ids!.Shape[axis]);

    private Hdf5Dataset Volume(string path)
    {
        var volume = file.Dataset(path);
        return volume.Shape.Length == 3 && !volume.Shape.Contains(0)
            ? volume
            : throw new DataException($"'{file.Path}': {path} [{string.Join(", ", volume.Shape)}] is no volume (z, y, x).");
    }

    /// <summary>Where the labels begin, in voxels: the attribute counts in nm from the beginning of the raw volume.</summary>
    private int[] Offset(Hdf5Dataset labels)
    {
        if (Triple(labels, "offset") is not { } place)
            return offset;
        var origin = Triple(raw, "offset") ?? [0, 0, 0];
        var voxel = Resolution
            ?? throw new DataException($"'{file.Path}': {Ids} has an offset in nm, but no volume has a resolution.");
        return [.. Enumerable.Range(0, 3).Select(axis => (place[axis] - origin[axis]) / voxel[axis])
            .Select(extents => Math.Abs(extents) <= int.MaxValue / 2
                ? (int)Math.Round(extents)
                : throw new DataException($"'{file.Path}': the offset of {Ids} is out of range."))];
    }

    private double[]? Triple(Hdf5Dataset dataset, string name)
    {
        if (dataset.Attributes.Numbers(name) is not { } array)
            return null;
        var values = array.ToDouble();
        return values.Length == 3 && values.All(value => double.IsFinite(value) && (name != "resolution" || value > 0))
            ? values
            : throw new DataException(
                $"'{file.Path}': the {name} of {dataset.Path} is ({string.Join(", ", values)}); it is three numbers z, y, x.");
    }
}
