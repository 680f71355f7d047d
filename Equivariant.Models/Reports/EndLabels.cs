namespace Equivariant.Reports;

/// <summary>Keeps the labels at the ends of curves from covering one another.</summary>
internal static class EndLabels
{
    /// <summary>Places as near to the wanted ones as a least distance allows, in the same order,
    /// within the limits if they all fit.</summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double low, double high, double gap)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ToArray();
        var places = new double[wanted.Count];
        var next = low;
        foreach (var i in order)
        {
            places[i] = Math.Max(next, wanted[i]);
            next = places[i] + gap;
        }
        var last = high;
        foreach (var i in order.Reverse())
        {
            places[i] = Math.Min(last, places[i]);
            last = places[i] - gap;
        }
        return places;
    }
}
