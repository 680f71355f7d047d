namespace Equivariant.Samples;

/// <summary>Losses reduced as asked.</summary>
internal static class LossReference
{
    /// <param name="losses">One loss an element.</param>
    /// <param name="reduction">What to make of them.</param>
    /// <param name="total">What a mean divides by; null for the number of elements.</param>
    public static HostArray Reduce(HostArray losses, Reduction reduction, double? total = null) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Sum => new([], [losses.Values.Sum()]),
        _ => new([], [losses.Values.Sum() / (total ?? losses.Values.Length)]),
    };
}
