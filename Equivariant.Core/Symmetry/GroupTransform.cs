namespace Equivariant;

/// <summary>
/// All copies of a kernel by fewer products: y[g] = Σ_a Combine[g, a] · Σ_{p in a} (Parameters θ)[p] · (Taps x)[p], for the
/// parameters θ of a kernel and the taps x that it meets. Products with the same part in every copy share an
/// accumulator a, and follow each other.
/// </summary>
internal sealed class GroupTransform
{
    /// <summary>Gathers products into accumulators, in the order in which their parts first occur.</summary>
    /// <param name="copies">Number of copies.</param>
    /// <param name="cells">Taps of a kernel, and parameters.</param>
    /// <param name="products">The products.</param>
    public GroupTransform(int copies, int cells, IEnumerable<TransformProduct> products)
    {
        (Copies, Cells) = (copies, cells);
        var accumulators = new List<TransformProduct>();
        int PlaceOf(TransformProduct product)
        {
            var place = accumulators.FindIndex(other => other.HasPartsOf(product));
            if (place < 0)
                accumulators.Add(product);
            return place < 0 ? accumulators.Count - 1 : place;
        }
        var sorted = products.Select(product => (Product: product, Place: PlaceOf(product))).ToArray()
            .OrderBy(placed => placed.Place).ToArray();
        AccumulatorOf = [.. sorted.Select(placed => placed.Place)];
        Taps = [.. sorted.SelectMany(placed => placed.Product.Taps)];
        Parameters = [.. sorted.SelectMany(placed => placed.Product.Parameters)];
        Accumulators = accumulators.Count;
        Combine = [.. Enumerable.Range(0, copies).SelectMany(copy => accumulators.Select(product => product.Parts[copy]))];
        Starts = StartsOf(AccumulatorOf, Accumulators);
        (ToProducts, ToParameters, SumOf, SummedTaps) = Sparse();
        AllTaps = Taps.Count(tap => tap != 0);
        CombinedParts = Combine.Count(part => part != 0);
        Summed = new GroupTransform(this);
    }

    /// <summary>The sum of the copies: one copy and one accumulator, and no product whose parts in the copies cancel.</summary>
    private GroupTransform(GroupTransform all)
    {
        double InAll(int accumulator) =>
            Enumerable.Range(0, all.Copies).Sum(copy => all.Combine[(copy * all.Accumulators) + accumulator]);
        int[] kept = [.. Enumerable.Range(0, all.Products).Where(product => Math.Abs(InAll(all.AccumulatorOf[product])) > 1e-9)];
        (Copies, Cells, Accumulators, Combine, AccumulatorOf) = (1, all.Cells, 1, [1], new int[kept.Length]);
        Taps = [.. kept.SelectMany(product => all.Taps[(product * Cells)..((product + 1) * Cells)])];
        Parameters = [.. kept.SelectMany(product => all.Parameters[(product * Cells)..((product + 1) * Cells)]
            .Select(value => value * InAll(all.AccumulatorOf[product])))];
        Starts = StartsOf(AccumulatorOf, 1);
        (ToProducts, ToParameters, SumOf, SummedTaps) = Sparse();
        AllTaps = Taps.Count(tap => tap != 0);
        CombinedParts = 1;
        Summed = this;
    }

    public int Copies { get; }

    /// <summary>Taps of a kernel, and parameters.</summary>
    public int Cells { get; }

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

    /// <summary><see cref="Parameters"/>, which is mostly zeros: products × parameters.</summary>
    public SparseMatrix ToProducts { get; }

    /// <summary>Its adjoint, parameters × products.</summary>
    public SparseMatrix ToParameters { get; }

    /// <summary>Which sum of taps each product takes: products of different accumulators share some. Numbered in the order of the
    /// products.</summary>
    public int[] SumOf { get; }

    /// <summary>Taps that all sums together take.</summary>
    public int SummedTaps { get; }

    /// <summary>Taps that all products together take, where none shares its sum.</summary>
    public int AllTaps { get; }

    /// <summary>Accumulators that all copies together are made of.</summary>
    public int CombinedParts { get; }

    /// <summary>The transform that gives the sum of the copies.</summary>
    public GroupTransform Summed { get; }

    /// <summary>The transform for what becomes of the copies.</summary>
    public GroupTransform For(OrientationReduction reduction) => reduction.IsSum() ? Summed : this;

    private (SparseMatrix ToProducts, SparseMatrix ToParameters, int[] SumOf, int SummedTaps) Sparse()
    {
        var products = new SparseMatrix(Parameters, Cells);
        var (sumOf, firsts, summed) = (new int[Products], new List<int>(), 0);
        for (var product = 0; product < Products; product++)
        {
            var taps = Taps.AsMemory(product * Cells, Cells);
            sumOf[product] = firsts.FindIndex(first => Taps.AsSpan(first * Cells, Cells).SequenceEqual(taps.Span));
            if (sumOf[product] >= 0)
                continue;
            sumOf[product] = firsts.Count;
            firsts.Add(product);
            foreach (var factor in taps.Span)
                summed += factor != 0 ? 1 : 0;
        }
        return (products, products.Transposed(), sumOf, summed);
    }

    private static int[] StartsOf(int[] accumulators, int count) =>
        [.. Enumerable.Range(0, count).Select(a => Array.IndexOf(accumulators, a)), accumulators.Length];
}

/// <summary>A product of a <see cref="GroupTransform"/>.</summary>
/// <param name="Taps">How often it takes each tap.</param>
/// <param name="Parameters">How often it takes each parameter.</param>
/// <param name="Parts">Its part in each copy.</param>
internal sealed record TransformProduct(double[] Taps, double[] Parameters, double[] Parts)
{
    public bool HasPartsOf(TransformProduct other) =>
        Parts.Zip(other.Parts).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
}
