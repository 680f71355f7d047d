namespace Equivariant;

/// <summary>A number per spatial axis. Images have depth 1, signals depth and height 1, with neutral settings there.</summary>
internal readonly record struct Volume(int D, int H, int W)
{
    /// <summary>The spatial extents of [N,C,spatial…].</summary>
    public static Volume OfImage(Shape shape) =>
        new(shape.Rank > 4 ? shape[-3] : 1, shape.Rank > 3 ? shape[-2] : 1, shape[-1]);

    /// <summary>The last three axes of a list, <paramref name="neutral"/> for those that it lacks.</summary>
    public static Volume Of(ReadOnlySpan<int> axes, int neutral) =>
        new(axes.Length > 2 ? axes[^3] : neutral, axes.Length > 1 ? axes[^2] : neutral, axes[^1]);

    /// <summary>The number of an axis, −1 for the width, −2 for the height, −3 for the depth.</summary>
    public int this[int fromEnd] => fromEnd switch { -1 => W, -2 => H, _ => D };

    public int Count => D * H * W;

    public bool IsPositive => D > 0 && H > 0 && W > 0;

    /// <summary>The numbers of the last <paramref name="rank"/> axes.</summary>
    public int[] Last(int rank) => ((int[])[D, H, W])[(3 - rank)..];

    /// <summary>[N,C,spatial…] of <paramref name="rank"/> axes.</summary>
    public Shape Image(int images, int channels, int rank) =>
        rank == 3 ? [images, channels, W] : rank == 4 ? [images, channels, H, W] : [images, channels, D, H, W];

    /// <summary>The last <paramref name="rank"/> axes as in <c>[3,3]</c>, for messages.</summary>
    public string Text(int rank) => $"[{string.Join(',', Last(rank))}]";
}
