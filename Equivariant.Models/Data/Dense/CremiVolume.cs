using Equivariant.Formats;
using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>
/// The sections of a CREMI file. Labels may cover a part of the volume, which their attribute <c>offset</c> places; the rest is
/// not labelled, and labels beyond the volume are left out.
/// </summary>
internal sealed class CremiVolume
{
    private const string Raw = "volumes/raw", Ids = "volumes/labels/neuron_ids";
    private const byte Boundary = 1;

    private readonly Hdf5File file;
    private readonly Hdf5Dataset raw;
    private readonly Hdf5Dataset? ids;
    private readonly (int Z, int Y, int X) offset;

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
        {
            throw new DataException(
                $"'{file.Path}' holds no {Ids}; it is a volume without labels, which labels=none opens.");
        }
        ids = Volume(Ids);
        if (ids.Type is null or ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
        {
            throw new DataException(
                $"'{file.Path}': {Ids} holds {ids.Type?.Name() ?? "no numbers"}; whole numbers belong there.");
        }
        Resolution ??= Triple(ids, "resolution");
        offset = Offset();
        var overlap = Enumerable.Range(0, 3)
            .Select(axis => Math.Min(raw.Shape[axis], Start(axis) + ids.Shape[axis]) - First(axis)).ToArray();
        if (overlap.Any(extent => extent < 1))
        {
            throw new DataException($"'{file.Path}': {Ids} [{string.Join(", ", ids.Shape)}] "
                + $"at ({offset.Z}, {offset.Y}, {offset.X}) lies beside {Raw} [{string.Join(", ", raw.Shape)}].");
        }
        Sections = overlap[0];
    }

    /// <summary>Number of sections: those with labels, or all where there are no labels.</summary>
    public int Sections { get; }

    /// <summary>Extent of a voxel (z, y, x) in nm, null where the file does not say.</summary>
    public (double Z, double Y, double X)? Resolution { get; }

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

    /// <summary>A section with its boundaries.</summary>
    /// <param name="section">Number of the section, among those with labels.</param>
    /// <param name="width">How far from a border pixels are boundary, in pixels.</param>
    /// <exception cref="DataException">It cannot be read.</exception>
    public DenseImage Load(int section, double width)
    {
        var (height, columns) = (raw.Shape[1], raw.Shape[2]);
        try
        {
            section += ids is null ? 0 : First(0);
            var values = raw.ReadSections(section, 1);
            var scale = raw.Type == ElementType.UInt8 ? 255f : 65535f;
            var pixels = Array.ConvertAll(values.ToSingle(), value => value / scale);
            var labels = new byte[pixels.Length];
            Array.Fill(labels, DenseImage.Ignored);
            if (ids is not null)
                Label(ids.ReadSections(section - offset.Z, 1), width, labels, height, columns);
            return new DenseImage($"section {section}", 1, height, columns, pixels, labels);
        }
        catch (FileFormatException e)
        {
            throw new DataException(e.Message, e);
        }
    }

    /// <summary>The extents of the volume, as in a message.</summary>
    public override string ToString() => $"[{string.Join(",", raw.Shape)}]";

    private void Label(NdArray section, double width, byte[] labels, int height, int columns)
    {
        var (rows, length) = (section.Shape[1], section.Shape[2]);
        var objects = section.Type == ElementType.UInt64
            ? section.As<ulong>().ToArray()
            : Array.ConvertAll(section.ToInt64(), id => unchecked((ulong)id));
        var border = BorderMask.Of(objects, 1, rows, length, width);
        for (var y = First(1); y < Math.Min(height, offset.Y + rows); y++)
        {
            for (var x = First(2); x < Math.Min(columns, offset.X + length); x++)
            {
                var i = ((y - offset.Y) * length) + x - offset.X;
                if (objects[i] != SegmentOverlaps.CremiUnlabelled)
                    labels[(y * columns) + x] = border[i] ? Boundary : (byte)0;
            }
        }
    }

    private int Start(int axis) => axis switch { 0 => offset.Z, 1 => offset.Y, _ => offset.X };

    /// <summary>The first voxel of the volume along an axis that has a label.</summary>
    private int First(int axis) => Math.Max(0, Start(axis));

    private Hdf5Dataset Volume(string path)
    {
        var volume = file.Dataset(path);
        return volume.Shape.Length == 3 && !volume.Shape.Contains(0)
            ? volume
            : throw new DataException($"'{file.Path}': {path} [{string.Join(", ", volume.Shape)}] is no volume (z, y, x).");
    }

    /// <summary>Where the labels begin, in voxels: the attribute counts in nm from the beginning of the raw volume.</summary>
    private (int Z, int Y, int X) Offset()
    {
        if (Triple(ids!, "offset") is not { } place)
            return default;
        var origin = Triple(raw, "offset") ?? default;
        if (Resolution is not { } voxel)
            throw new DataException($"'{file.Path}': {Ids} has an offset in nm, but no volume has a resolution.");
        return (Voxels((place.Z - origin.Z) / voxel.Z), Voxels((place.Y - origin.Y) / voxel.Y),
            Voxels((place.X - origin.X) / voxel.X));

        int Voxels(double extents) => Math.Abs(extents) <= int.MaxValue / 2
            ? (int)Math.Round(extents)
            : throw new DataException($"'{file.Path}': the offset of {Ids} is out of range.");
    }

    private (double Z, double Y, double X)? Triple(Hdf5Dataset dataset, string name)
    {
        if (dataset.Attributes.Numbers(name) is not { } array)
            return null;
        var values = array.ToDouble();
        var positive = name != "resolution" || values.All(value => value > 0);
        return values.Length == 3 && positive && values.All(double.IsFinite)
            ? (values[0], values[1], values[2])
            : throw new DataException(
                $"'{file.Path}': the {name} of {dataset.Path} is ({string.Join(", ", values)}); it is three numbers z, y, x.");
    }
}
