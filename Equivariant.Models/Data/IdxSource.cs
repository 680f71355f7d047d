using Equivariant.Formats;

namespace Equivariant.Data;

/// <summary>
/// A folder in the layout of MNIST and Fashion-MNIST: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte
/// and t10k-labels-idx1-ubyte, each plain or with .gz. The last training images are the validation split.
/// </summary>
internal sealed class IdxSource : IDataSource
{
    public string Scheme => "idx";

    public string Description =>
        "idx:FOLDER[?validation=N] — MNIST's four files (train-images-idx3-ubyte, …, or .gz); "
        + "the last N training images (a tenth) validate";

    public DataSet Open(DataSpec spec, DataOptions options)
    {
        spec.AllowOptions("validation");
        if (!Directory.Exists(spec.Target))
            throw new DataException(
                $"There is no folder '{spec.Target}'; give the one that holds train-images-idx3-ubyte or its .gz.");
        var (trainImages, trainLabels) = (Read(spec.Target, "train-images", 3), Read(spec.Target, "train-labels", 1));
        var (testImages, testLabels) = (Read(spec.Target, "t10k-images", 3), Read(spec.Target, "t10k-labels", 1));

        var largest = Math.Max(trainLabels.As<byte>().ToArray().Max(), testLabels.As<byte>().ToArray().Max());
        var info = LabelInfo.OfClasses(largest + 1);
        var train = NpzSplits.Make(trainImages, trainLabels, info, "nhw", $"'{spec.Target}' train");
        var test = NpzSplits.Make(testImages, testLabels, info, "nhw", $"'{spec.Target}' t10k");
        if (train.Count < 2)
            throw new DataException($"'{spec.Target}' has {train.Count} training image; training and validation need one each.");
        var held = spec.Int("validation", Math.Max(1, train.Count / 10), 1, train.Count - 1);
        var kept = train.Count - held;
        return new DataSplits(
            spec.ToString(), $"images from {spec.Target}", "not known",
            train.Range(0, kept), train.Range(kept, held, $"'{spec.Target}' validation"), test);
    }

    private static NdArray Read(string folder, string what, int rank)
    {
        var name = $"{what}-idx{rank}-ubyte";
        var path = new[] { name, name + ".gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new DataException($"'{folder}' holds neither {name} nor {name}.gz; it must hold MNIST's four files.");
        try
        {
            var array = Idx.Read(path);
            return array.Type == ElementType.UInt8 && array.Rank == rank && array.Length > 0
                ? array
                : throw new DataException($"'{path}' holds {array}; {rank} axes of uint8, none empty, belong there.");
        }
        catch (FileFormatException e)
        {
            throw new DataException($"'{path}' cannot be read: {e.Reason}; copy or download it again.", e);
        }
        catch (IOException e)
        {
            throw new DataException(e.Message, e);
        }
    }
}
