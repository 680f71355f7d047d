namespace Equivariant.Symmetry;

/// <summary>
/// All copies of a kernel by fewer products: y[g] = Σ_a Combine[g, a] · Σ_{p in a} (Parameters θ)[p] · (Taps x)[p], for the
/// parameters θ of a kernel and the taps x that it meets. Products with the same part in every copy share an
/// accumulator a, and follow each other.
/// </summary>
internal sealed class GroupTransform
{
    /// <summary>Reads a table of <see cref="GroupTransforms"/>, as far as the first copies go.</summary>
    public GroupTransform(string[] lines, int copies)
        : this(Array.ConvertAll(lines, line => line.Split(' ')), copies)
    {
    }

    private GroupTransform(string[][] products, int copies)
    {
        var patterns = products.Select(product => product[2][..copies]).Distinct().ToArray();
        Copies = copies;
        AccumulatorOf = [.. products.Select(product => Array.IndexOf(patterns, product[2][..copies]))];
        Taps = Matrix(products, product => product[0], _ => 1);
        Parameters = Matrix(products, product => product[1], product => product[3][0] - '0');
        Accumulators = patterns.Length;
        Combine = new double[copies * Accumulators];
        for (var copy = 0; copy < copies; copy++)
        {
            for (var a = 0; a < Accumulators; a++)
                Combine[(copy * Accumulators) + a] = Number(patterns[a][copy]);
        }
        Starts = StartsOf(AccumulatorOf, Accumulators);
        Summed = new GroupTransform(this);
    }

    /// <summary>The sum of the copies: one copy and one accumulator, and no product whose parts in the copies cancel.</summary>
    private GroupTransform(GroupTransform all)
    {
        double SumOf(int accumulator) =>
            Enumerable.Range(0, all.Copies).Sum(copy => all.Combine[(copy * all.Accumulators) + accumulator]);
        int[] kept = [.. Enumerable.Range(0, all.Products).Where(product => Math.Abs(SumOf(all.AccumulatorOf[product])) > 1e-9)];
        (Copies, Accumulators, Combine, AccumulatorOf) = (1, 1, [1], new int[kept.Length]);
        Taps = [.. kept.SelectMany(product => all.Taps[(product * Cells)..((product + 1) * Cells)])];
        Parameters = [.. kept.SelectMany(product => all.Parameters[(product * Cells)..((product + 1) * Cells)]
            .Select(value => value * SumOf(all.AccumulatorOf[product])))];
        Starts = StartsOf(AccumulatorOf, 1);
        Summed = this;
    }

    /// <summary>Taps and parameters of a kernel.</summary>
    public const int Cells = 9;

    public int Copies { get; }

    public int Accumulators { get; }

    public int Products => AccumulatorOf.Length;

    /// <summary>The accumulator of each product, ascending.</summary>
    public int[] AccumulatorOf { get; }

    /// <summary>The first product of each accumulator, and the number of products.</summary>
    public int[] Starts { get; }

    /// <summary>Products × taps.</summary>
    public double[] Taps { get; }

    /// <summary>Products × parameters.</summary>
    public double[] Parameters { get; }

    /// <summary>Copies × accumulators.</summary>
    public double[] Combine { get; }

    /// <summary>The transform that gives the sum of the copies.</summary>
    public GroupTransform Summed { get; }

    private static int[] StartsOf(int[] accumulators, int count) =>
        [.. Enumerable.Range(0, count).Select(a => Array.IndexOf(accumulators, a)), accumulators.Length];

    private static double[] Matrix(string[][] products, Func<string[], string> row, Func<string[], double> divisor) =>
        [.. products.SelectMany(product => row(product).Select(sign => Number(sign) / divisor(product)))];

    private static double Number(char sign) => sign switch
    {
        '+' => 1,
        '-' => -1,
        's' => Math.Sqrt(2),
        'S' => -Math.Sqrt(2),
        'h' => Math.Sqrt(0.5),
        'H' => -Math.Sqrt(0.5),
        _ => 0,
    };
}
