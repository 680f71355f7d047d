using Equivariant.Formats;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;

namespace Equivariant.Data;

/// <summary>
/// Writes the objects of consecutive sections as the CREMI challenge takes them (file format 0.2): HDF5 with the data set
/// volumes/labels/neuron_ids, uint64 [z,y,x], and its attributes resolution and, beside the origin, offset, both (z, y, x) in nm.
/// </summary>
internal sealed class CremiSubmission(
    string source, IReadOnlyList<int> sections, int height, int width, double[]? resolution, double[] origin)
{
    /// <summary>The extents of the volume that is written.</summary>
    public (int Depth, int Height, int Width) Extents => (sections.Count, height, width);

    /// <summary>Refuses sections that are no volume, before any work is done for them.</summary>
    /// <exception cref="DataException">There are gaps between them, or more voxels than one array holds.</exception>
    public void Check()
    {
        var gap = Enumerable.Range(1, sections.Count - 1).FirstOrDefault(i => sections[i] != sections[i - 1] + 1);
        if (gap > 0)
        {
            throw new DataException($"'{source}': section {sections[gap]} follows on {sections[gap - 1]}; objects of a volume need "
                + "sections without gaps, such as test=100-124.");
        }
        if ((long)sections.Count * height * width > Array.MaxLength)
            throw new DataException($"'{source}': a volume of {Extents} is too large to find objects in; take fewer sections.");
    }

    /// <summary>Writes a file; one that is there is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objects">The object of each voxel, from 1 on; 0 for none.</param>
    /// <exception cref="DataException">The sections have gaps, or the objects are not theirs.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path, int[] objects)
    {
        Check();
        var area = height * width;
        if (objects.Length != (long)sections.Count * area)
        {
            throw new DataException(
                $"'{source}': {objects.Length} voxels of objects do not fill the volume {Extents}.");
        }
        // The challenge's volumes all have this resolution.
        var voxel = resolution ?? [40, 4, 4];
        double[] place = [origin[0] + (sections[0] * voxel[0]), .. origin[1..]];
        var ids = new H5Dataset<ulong[]>(
            fileDims: [(ulong)sections.Count, (ulong)height, (ulong)width], chunks: [1, (uint)height, (uint)width],
            datasetCreation: new(Filters: [DeflateFilter.Id]));
        ids.Attributes["resolution"] = voxel;
        if (place.Any(extent => extent != 0))
            ids.Attributes["offset"] = place;
        var labels = new H5Group { ["neuron_ids"] = ids };
        var file = new H5File { ["volumes"] = new H5Group { ["labels"] = labels } };
        file.Attributes["file_format"] = "0.2";
        AtomicFile.Write(path, stream =>
        {
            using var writer = file.BeginWrite(stream);
            for (var z = 0; z < sections.Count; z++)
            {
                writer.Write(ids, Array.ConvertAll(objects[(z * area)..((z + 1) * area)], id => (ulong)id),
                    fileSelection: new HyperslabSelection(3, [(ulong)z, 0, 0], [1, (ulong)height, (ulong)width]));
            }
        });
    }
}
