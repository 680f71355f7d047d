namespace Equivariant.Data;

/// <summary>Some images of a split, ready for a network; in host memory.</summary>
/// <param name="Images">The images one after the other, channel first.</param>
/// <param name="Shape">[N,C,H,W] or [N,C,D,H,W].</param>
/// <param name="Labels">The class of each image; <see cref="LabelInfo.PerImage"/> numbers each for multi-label data.</param>
/// <param name="LabelsPerImage">1, or the number of classes for multi-label data.</param>
/// <param name="Indices">Which images of the split they are.</param>
public sealed record Batch(float[] Images, Shape Shape, int[] Labels, int LabelsPerImage, int[] Indices)
{
    /// <summary>Number of images.</summary>
    public int Count => Indices.Length;

    /// <summary>The images as a new float32 tensor [N,C,…], owned by the caller.</summary>
    public Tensor ToTensor(Device? device = null) => Tensor.Upload<float>(Images, Shape, device);

    /// <summary>The classes as a new int32 tensor [N], owned by the caller.</summary>
    /// <exception cref="InvalidOperationException">The data are multi-label.</exception>
    public Tensor LabelTensor(Device? device = null) => LabelsPerImage == 1
        ? Tensor.Upload<int>(Labels, [Count], device)
        : throw new InvalidOperationException($"The batch has {LabelsPerImage} labels for each image; use TargetTensor.");

    /// <summary>The 0s and 1s of multi-label data as a new float32 tensor [N,L], owned by the caller.</summary>
    public Tensor TargetTensor(Device? device = null) =>
        Tensor.Upload<float>(Array.ConvertAll(Labels, label => (float)label), [Count, LabelsPerImage], device);
}
