namespace Equivariant.Metrics;

/// <summary>What the labels of a data set mean (the tasks of MedMNIST).</summary>
public enum LabelTask
{
    /// <summary>One label, 0 or 1.</summary>
    BinaryClass,

    /// <summary>One label among several classes.</summary>
    MultiClass,

    /// <summary>One label among several classes that have an order; trained and evaluated as classes.</summary>
    OrdinalRegression,

    /// <summary>One 0 or 1 for each class: any number of classes may apply to an image.</summary>
    MultiLabel,
}
