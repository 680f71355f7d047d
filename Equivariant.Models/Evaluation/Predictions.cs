using Equivariant.Data;
using Equivariant.Metrics;

namespace Equivariant.Training;

/// <summary>What a network says about a split.</summary>
/// <param name="Labels">What the labels mean.</param>
/// <param name="Probabilities">[N, classes] row by row: of each class, or of each label of multi-label data.</param>
/// <param name="Targets">The true labels, <see cref="LabelInfo.PerImage"/> an image.</param>
public sealed record Predictions(LabelInfo Labels, float[] Probabilities, int[] Targets)
{
    /// <summary>Number of images.</summary>
    public int Count => Targets.Length / Labels.PerImage;

    /// <summary>The probabilities of an image.</summary>
    public ReadOnlySpan<float> Of(int image) => Probabilities.AsSpan(image * Labels.Classes, Labels.Classes);

    /// <summary>The most probable class of each image, the first where several are; for multi-label data the labels above ½,
    /// as bits.</summary>
    public long[] Decisions()
    {
        var decisions = new long[Count];
        for (var image = 0; image < decisions.Length; image++)
        {
            var row = Of(image);
            if (Labels.Task != LabelTask.MultiLabel)
                decisions[image] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row);
            else
            {
                for (var label = 0; label < row.Length; label++)
                    decisions[image] |= row[label] > 0.5f ? 1L << label : 0;
            }
        }
        return decisions;
    }

    /// <summary>Mean cross-entropy (binary cross-entropy for multi-label data), probabilities kept above 1e-12.</summary>
    public double Loss()
    {
        var sum = 0.0;
        for (var image = 0; image < Count; image++)
        {
            var row = Of(image);
            if (Labels.Task != LabelTask.MultiLabel)
            {
                sum -= Math.Log(Math.Max(row[Targets[image]], 1e-12));
                continue;
            }
            for (var label = 0; label < row.Length; label++)
            {
                var p = Targets[(image * Labels.PerImage) + label] == 1 ? row[label] : 1 - row[label];
                sum -= Math.Log(Math.Max(p, 1e-12)) / row.Length;
            }
        }
        return sum / Count;
    }
}
