namespace Equivariant.Data;

/// <summary>Some patches with a class for each pixel, ready for a network; in host memory.</summary>
/// <param name="Images">The patches one after the other, channel first.</param>
/// <param name="Shape">[N,C,H,W].</param>
/// <param name="Labels">The class of each pixel, [N,H,W]; <see cref="Equivariant.Labels.Ignored"/> where nobody labelled it.</param>
public sealed record DenseBatch(float[] Images, Shape Shape, int[] Labels)
{
    /// <summary>Number of patches.</summary>
    public int Count => Shape[0];

    /// <summary>[N,H,W].</summary>
    public Shape LabelShape => [Shape[0], Shape[2], Shape[3]];

    /// <summary>The patches as a new float32 tensor [N,C,H,W], owned by the caller.</summary>
    public Tensor ToTensor(Device? device = null) => Tensor.Upload<float>(Images, Shape, device);

    /// <summary>The labels as a new int32 tensor [N,H,W], owned by the caller.</summary>
    public Tensor LabelTensor(Device? device = null) => Tensor.Upload<int>(Labels, LabelShape, device);
}
