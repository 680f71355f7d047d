namespace Equivariant;

/// <summary>
/// All copies g of a kernel by fewer products, as a bilinear algorithm like Winograd's: for the parameters θ of a kernel and the
/// input x under its taps, y[g] = Σ_a OutputTransform[g, a] · Σ_{p in a} (FilterTransform θ)[p] · (InputTransform x)[p]. Products
/// with the same column of the output transform share an accumulator a, and follow each other.
/// </summary>
internal sealed class GroupTransform
{
    /// <summary>The most taps of a kernel: larger ones are not worth the search.</summary>
    private const int MostCells = 1024;

    private GroupTransform? summed;

    /// <summary>Gathers products into accumulators, in the order in which their parts first occur.</summary>
    public GroupTransform(int copies, int cells, IEnumerable<TransformProduct> products)
    {
        (Copies, Cells) = (copies, cells);
        var accumulators = new List<TransformProduct>();
        var all = products.ToArray();
        foreach (var product in all)
        {
            if (!accumulators.Exists(product.HasOutputOf))
                accumulators.Add(product);
        }
        var sorted = all.OrderBy(product => accumulators.FindIndex(product.HasOutputOf)).ToArray();
        AccumulatorOf = Array.ConvertAll(sorted, product => accumulators.FindIndex(product.HasOutputOf));
        InputTransform = [.. sorted.SelectMany(product => product.Taps)];
        FilterTransform = [.. sorted.SelectMany(product => product.Parameters)];
        Accumulators = accumulators.Count;
        OutputTransform =
            [.. Enumerable.Range(0, copies).SelectMany(copy => accumulators.Select(product => product.Parts[copy]))];
        ProductOffsets = [.. Enumerable.Range(0, Accumulators).Select(a => Array.IndexOf(AccumulatorOf, a)), Products];
        ToProducts = new(FilterTransform, cells);
        ToParameters = ToProducts.Transposed();
        InputTerms = InputTransform.Count(tap => tap != 0);
        OutputTerms = OutputTransform.Count(part => part != 0);

        var sums = new List<double[]>();
        SumOf = new int[Products];
        for (var product = 0; product < Products; product++)
        {
            var taps = sorted[product].Taps;
            SumOf[product] = sums.FindIndex(sum => sum.AsSpan().SequenceEqual(taps));
            if (SumOf[product] >= 0)
                continue;
            SumOf[product] = sums.Count;
            sums.Add(taps);
        }
        DistinctInputTerms = sums.Sum(sum => sum.Count(tap => tap != 0));
    }

    public int Copies { get; }

    /// <summary>Taps of a kernel, and parameters.</summary>
    public int Cells { get; }

    public int Accumulators { get; }

    public int Products => AccumulatorOf.Length;

    /// <summary>The accumulator of each product, ascending.</summary>
    public int[] AccumulatorOf { get; }

    /// <summary>The first product of each accumulator, and the number of products.</summary>
    public int[] ProductOffsets { get; }

    /// <summary>Products × taps.</summary>
    public double[] InputTransform { get; }

    /// <summary>Products × parameters.</summary>
    public double[] FilterTransform { get; }

    /// <summary>Copies × accumulators.</summary>
    public double[] OutputTransform { get; }

    /// <summary><see cref="FilterTransform"/>, which is mostly zeros: products × parameters.</summary>
    public SparseMatrix ToProducts { get; }

    /// <summary>Its adjoint, parameters × products.</summary>
    public SparseMatrix ToParameters { get; }

    /// <summary>Which sum of taps each product takes: products of different accumulators share some. Numbered in the order of the
    /// products.</summary>
    public int[] SumOf { get; }

    /// <summary>Taps that all sums together take.</summary>
    public int DistinctInputTerms { get; }

    /// <summary>Taps that all products together take, where none shares its sum.</summary>
    public int InputTerms { get; }

    /// <summary>Accumulators that all copies together are made of.</summary>
    public int OutputTerms { get; }

    /// <summary>The sum of the copies: one copy and one accumulator, and no product whose parts in the copies cancel.</summary>
    public GroupTransform Summed => summed ??= new(1, Cells,
        from product in Enumerable.Range(0, Products)
        let part = Enumerable.Range(0, Copies).Sum(copy => OutputTransform[(copy * Accumulators) + AccumulatorOf[product]])
        where Math.Abs(part) > 1e-9
        let parameters = Array.ConvertAll(RowOf(FilterTransform, product), factor => factor * part)
        select new TransformProduct(RowOf(InputTransform, product), parameters, [1]));

    /// <summary>The transform for what becomes of the copies.</summary>
    public GroupTransform For(OrientationReduction reduction) => reduction.IsSum() ? Summed : this;

    /// <summary>
    /// Derives the transform of the copies of a kernel from their index map, where one is known: turns by 180°, 90° and 45°,
    /// mirrors and the symmetries of the square, the rotations and all symmetries of the cube, of kernels of any size, and the
    /// copies of group convolutions, whose kernels have a plane for each orientation. <see cref="KernelIndexMap.Transform"/>
    /// keeps it.
    /// </summary>
    public static GroupTransform? Derive(KernelIndexMap map) => map.Orientations > 1 && map.Taps <= MostCells
        && CopyGroup.Of(map) is { } group && Representation.AllOf(group) is { } representations
        ? new(map.Orientations, map.Taps, OrbitProducts.Of(group, map.Orientations, representations)) : null;

    private double[] RowOf(double[] matrix, int product) => matrix[(product * Cells)..((product + 1) * Cells)];
}

/// <summary>A product of a <see cref="GroupTransform"/>.</summary>
/// <param name="Taps">How often it takes each tap.</param>
/// <param name="Parameters">How often it takes each parameter.</param>
/// <param name="Parts">Its part in each copy.</param>
internal sealed record TransformProduct(double[] Taps, double[] Parameters, double[] Parts)
{
    public bool HasOutputOf(TransformProduct other) =>
        Parts.Zip(other.Parts).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
}
