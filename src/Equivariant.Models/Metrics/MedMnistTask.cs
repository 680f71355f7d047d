namespace Equivariant.Metrics;

/// <summary>The kinds of task of the MedMNIST data sets.</summary>
public enum MedMnistTask
{
    /// <summary>One of several classes.</summary>
    MultiClass,

    /// <summary>One of two classes.</summary>
    BinaryClass,

    /// <summary>One of several ordered classes; evaluated like <see cref="MultiClass"/>.</summary>
    OrdinalRegression,

    /// <summary>Several yes-or-no labels for each image.</summary>
    MultiLabel,
}

/// <summary>Task names as MedMNIST's own table writes them.</summary>
public static class MedMnistTasks
{
    /// <summary>The task of a name: <c>multi-class</c>, <c>binary-class</c>, <c>ordinal-regression</c> or
    /// <c>multi-label, binary-class</c>.</summary>
    /// <exception cref="ArgumentException">Any other name.</exception>
    public static MedMnistTask Parse(string name) => name switch
    {
        "multi-class" => MedMnistTask.MultiClass,
        "binary-class" => MedMnistTask.BinaryClass,
        "ordinal-regression" => MedMnistTask.OrdinalRegression,
        "multi-label, binary-class" => MedMnistTask.MultiLabel,
        _ => throw new ArgumentException(
            $"There is no MedMNIST task '{name}'; known are multi-class, binary-class, ordinal-regression and "
            + "'multi-label, binary-class'.", nameof(name)),
    };
}
