using Equivariant.Metrics;

namespace Equivariant.Data;

/// <summary>What the labels of a data set mean.</summary>
/// <param name="Task">The kind of label.</param>
/// <param name="Classes">Number of classes, at least 2 (at least 1 for multi-label data):
/// the number of logits a network needs.</param>
/// <param name="ClassNames">A name for each class, or null where they are not known.</param>
public sealed record LabelInfo(LabelTask Task, int Classes, IReadOnlyList<string>? ClassNames = null)
{
    /// <summary>Numbers stored for each image: one, or one for each class of multi-label data.</summary>
    public int PerImage => Task == LabelTask.MultiLabel ? Classes : 1;

    /// <summary>The name of a class, or its number where names are not known.</summary>
    public string NameOf(int label) => ClassNames?[label] ?? label.ToString();

    /// <summary>The task of one label per image: binary for two classes.</summary>
    internal static LabelInfo OfClasses(int classes, IReadOnlyList<string>? names = null) =>
        new(classes == 2 ? LabelTask.BinaryClass : LabelTask.MultiClass, classes, names);
}
