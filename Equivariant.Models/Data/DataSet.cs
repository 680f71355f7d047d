namespace Equivariant.Data;

/// <summary>A data set: <see cref="DataSplits"/> with labels for each image, or <see cref="DenseSplits"/> with a class for each
/// pixel.</summary>
/// <param name="Name">As in the spec that opened it.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Licence">The licence of the images, or that it is not known.</param>
public abstract record DataSet(string Name, string Description, string Licence);

/// <summary>A data set: its training, validation and test images, all of one shape and with the same kind of labels.</summary>
public sealed record DataSplits : DataSet
{
    /// <summary>A data set from its three splits.</summary>
    /// <exception cref="DataException">The splits have different image shapes or kinds of labels.</exception>
    public DataSplits(string name, string description, string licence, ImageSet train, ImageSet validation, ImageSet test)
        : base(name, description, licence)
    {
        foreach (var other in (ImageSet[])[validation, test])
        {
            if (other.ImageShape != train.ImageShape
                || other.Labels.Task != train.Labels.Task || other.Labels.Classes != train.Labels.Classes)
                throw new DataException(
                    $"{name}: the splits differ: {train}; {other}; give splits of one shape and one kind of labels.");
        }
        (Train, Validation, Test) = (train, validation, test);
    }

    /// <summary>To train on.</summary>
    public ImageSet Train { get; }

    /// <summary>To choose by: early stop, best checkpoint, settings.</summary>
    public ImageSet Validation { get; }

    /// <summary>To report on, once.</summary>
    public ImageSet Test { get; }

    /// <summary>Shape of one image: [C,H,W] or [C,D,H,W].</summary>
    public Shape ImageShape => Train.ImageShape;

    /// <summary>What the labels mean.</summary>
    public LabelInfo Labels => Train.Labels;
}

/// <summary>A data set that cannot be used: an unknown name, a missing or damaged file, labels that do not fit. One sentence with
/// the file, the reason and the remedy.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner);
