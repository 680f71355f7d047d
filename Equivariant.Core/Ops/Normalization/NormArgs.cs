namespace Equivariant;

/// <summary>
/// Which elements share a mean and a variance (a group), and which share a weight and a bias (a slot). Groups and slots lie
/// alike: number g of <c>Count</c> is a run of <c>Inner</c> neighbours, and the same again every Count·Inner elements. Batch
/// norm's groups are the channels; group, instance and layer norm's are contiguous rows.
/// A slot's run never crosses the border of a group.
/// </summary>
internal readonly record struct NormArgs(
    int GroupInner, int GroupCount, int GroupRuns, int SlotInner, int SlotCount, int SlotRuns, double Eps)
{
    public int HasWeight { get; init; }

    public int HasBias { get; init; }

    /// <summary>1 where mean and variance are constants instead of functions of the input.</summary>
    public int Frozen { get; init; }

    /// <summary>Values that share one mean and variance.</summary>
    public int GroupSize => GroupInner * GroupRuns;

    /// <summary>Values that share one weight and bias.</summary>
    public int SlotSize => SlotInner * SlotRuns;

    public int Group(int i) => i / GroupInner % GroupCount;

    public int Slot(int i) => i / SlotInner % SlotCount;

    /// <summary>Batch norm of [N,C,…]: a group and a slot per channel.</summary>
    public static NormArgs OfChannels(Shape x, double eps)
    {
        var (batch, channels, inner) = (x[0], x[1], x.CountOf(2, x.Rank));
        return new(inner, channels, batch, inner, channels, batch, eps);
    }

    /// <summary>Group norm of [N,C,…]: a group per image and block of channels, a slot per channel.</summary>
    public static NormArgs OfChannelGroups(Shape x, int groups, double eps)
    {
        var (batch, channels, inner) = (x[0], x[1], x.CountOf(2, x.Rank));
        return new(channels / groups * inner, batch * groups, 1, inner, channels, batch, eps);
    }

    /// <summary>Layer norm over the last axes: a group per row, a slot per place in the row.</summary>
    public static NormArgs OfRows(int rows, int length, double eps) => new(length, rows, 1, 1, length, rows, eps);
}
