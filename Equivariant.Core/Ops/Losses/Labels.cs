namespace Equivariant;

/// <summary>Class labels: whole numbers from 0 on, and one number that stands for 'not labelled'.</summary>
public static class Labels
{
    /// <summary>The label that losses leave out unless told otherwise, as in PyTorch.</summary>
    public const int Ignored = -100;

    /// <summary>Checks that every label names a class. Do it once for a data set: on a GPU the losses do not look at the labels,
    /// and give NaN for one out of range.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">Number of classes of the model.</param>
    /// <param name="ignoreIndex">A label that is left out; null for none.</param>
    /// <param name="what">Whose labels they are, to begin the message with.</param>
    /// <exception cref="LabelException">A label is neither a class nor <paramref name="ignoreIndex"/>.</exception>
    public static void Check(ReadOnlySpan<int> labels, int classes, int? ignoreIndex = Ignored, string what = "labels")
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignoreIndex)
            {
                throw new LabelException($"{what}: label {labels[i]} at position {i} is no class; the model has {classes} "
                    + $"classes, 0 to {classes - 1}{(ignoreIndex is { } ignored ? $", and {ignored} is left out" : "")}.");
            }
        }
    }

    /// <summary>Checks the labels of a loss: their type and shape, and their values where reading them costs nothing.</summary>
    internal static void Check(string op, Tensor logits, Tensor labels, int? ignoreIndex)
    {
        Ops.CheckIndices(op, logits, labels);
        if (logits.Shape.Rank < 2 || labels.Shape != new Shape([logits.Shape[0], .. logits.Shape.ToArray()[2..]]))
        {
            throw new ShapeException($"{op}: the labels {labels.Shape} do not fit {logits.Shape}; "
                + "they need [batch, …] for logits [batch, classes, …].");
        }
        Check(labels.Device.View<int>(labels.Storage), logits.Shape[1], ignoreIndex, op);
        GC.KeepAlive(labels);
    }
}

/// <summary>A class label that no class of the model has.</summary>
public sealed class LabelException(string message) : ArgumentException(message);
