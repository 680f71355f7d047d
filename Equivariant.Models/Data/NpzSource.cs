using Equivariant.Formats;
using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>A .npz file with the members of a MedMNIST file, of any sizes, 8-bit or floating-point.</summary>
internal sealed class NpzSource : IDataSource
{
    public string Scheme => "npz";

    public string Description =>
        "npz:PATH[?layout=nhw|nhwc|nchw|ndhw|ndhwc|ncdhw] — a file with {train,val,test}_{images,labels}; "
        + "labels [N,L] with L > 1 are multi-label";

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        spec.AllowOptions("layout");
        var (train, validation, test) = NpzSplits.Read(
            spec.Target, spec.Text("layout"), "give the path of a .npz file with {train,val,test}_{images,labels}",
            labels => Describe(labels, spec.Target), options);
        return new DataSplits(spec.ToString(), $"images from {spec.Target}", "not known", train, validation, test);
    }

    private static LabelInfo Describe(IReadOnlyList<NdArray> labels, string path)
    {
        var widths = labels.Select(split => split.Rank == 2 ? split.Shape[1] : 1).Distinct().ToArray();
        if (widths.Length > 1)
            throw new DataException(
                $"'{path}': the splits have {string.Join(" and ", widths)} labels for each image; give all the same.");
        if (widths[0] > 1)
            return new LabelInfo(LabelTask.MultiLabel, widths[0]);
        var largest = labels.Max(split => split.ToInt64().Max());
        if (largest is < 1 or > 65535)
            throw new DataException(
                $"'{path}': the largest label is {largest}; number the classes 0, 1, 2, … and give at least two.");
        return LabelInfo.OfClasses((int)largest + 1);
    }
}
