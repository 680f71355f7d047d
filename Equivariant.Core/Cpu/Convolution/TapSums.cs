namespace Equivariant.Cpu;

/// <summary>
/// Which taps of a sweep share a parameter: their sum is packed in their place, and a product is one for the parameter, not one
/// for each tap. For the rings of SRE-Conv 5 products instead of 81.
/// </summary>
/// <param name="Count">Sums of taps, one for each parameter of a kernel; 0 where every tap has its own weight.</param>
/// <param name="Taps">Taps of the sweep, those of a parameter side by side.</param>
/// <param name="Starts">Where the taps of each parameter start, and where the last one's end.</param>
internal readonly unsafe record struct TapSums(int Count, nint Taps, nint Starts)
{
    /// <summary>A factor for every tap, where the sums are weighted.</summary>
    public nint Factors { get; init; }

    /// <summary>Products; more than sums where several take the same one.</summary>
    public int Terms { get; init; } = Count;

    /// <summary>The sum of each product, where they are not as many.</summary>
    public nint SumOfTerm { get; init; }

    /// <summary>The plane of each sum's taps, where a channel has several.</summary>
    public nint PlaneOf { get; init; }

    /// <summary>Planes of a source channel.</summary>
    public int Planes { get; init; } = 1;

    /// <summary>Whether taps have factors.</summary>
    public bool AreWeighted => Factors != 0;

    /// <summary>Whether taps are summed at all.</summary>
    public bool Any => Count > 0;

    /// <summary>Room that <see cref="Of(in Sweep, Volume, int*, int, int*)"/> needs, in integers.</summary>
    public static int RoomFor(int taps, int parameters) => taps + parameters + 1;

    /// <summary>Sorts the taps of a sweep by the parameters that an index map's table names.</summary>
    public static TapSums Of(in Sweep sweep, Volume kernel, int* table, int parameters, int* room)
    {
        var taps = room;
        var starts = room + sweep.Taps;
        var count = 0;
        for (var parameter = 0; parameter < parameters; parameter++)
        {
            starts[parameter] = count;
            for (var tap = 0; tap < sweep.Taps; tap++)
            {
                if (table[sweep.KernelIndex(tap, kernel)] == parameter)
                    taps[count++] = tap;
            }
        }
        starts[parameters] = count;
        return new(parameters, (nint)taps, (nint)starts);
    }

    /// <summary>Room that <see cref="Of(in Sweep, Volume, GroupTransform, bool, int*)"/> needs, in integers.</summary>
    public static int RoomFor(GroupTransform transform) => (2 * transform.InputTransform.Length) + (3 * transform.Products) + 1;

    /// <summary>The taps of each sum that a transform's products take, with their factors.</summary>
    /// <param name="sweep">The pattern of reading.</param>
    /// <param name="kernel">Sizes of the kernel.</param>
    /// <param name="transform">The transform.</param>
    /// <param name="ofAccumulators">Whether a channel has a plane for each accumulator, which its products read; then each has a sum of
    /// its own.</param>
    /// <param name="room">Room for the lists.</param>
    public static TapSums Of(in Sweep sweep, Volume kernel, GroupTransform transform, bool ofAccumulators, int* room)
    {
        var taps = room;
        var factors = (float*)(taps + transform.InputTransform.Length);
        var starts = (int*)(factors + transform.InputTransform.Length);
        var planes = starts + transform.Products + 1;
        var sumOf = planes + transform.Products;
        var (count, sums) = (0, 0);
        for (var product = 0; product < transform.Products; product++)
        {
            sumOf[product] = ofAccumulators ? product : transform.SumOf[product];
            if (sumOf[product] < sums)
                continue;
            starts[sums] = count;
            planes[sums++] = ofAccumulators ? transform.AccumulatorOf[product] : 0;
            for (var tap = 0; tap < sweep.Taps; tap++)
            {
                var factor = (float)transform.InputTransform[(product * transform.Cells) + sweep.KernelIndex(tap, kernel)];
                if (factor == 0)
                    continue;
                factors[count] = factor;
                taps[count++] = tap;
            }
        }
        starts[sums] = count;
        return new(sums, (nint)taps, (nint)starts)
        {
            Terms = transform.Products, SumOfTerm = (nint)sumOf, Factors = (nint)factors, PlaneOf = (nint)planes,
            Planes = ofAccumulators ? transform.Accumulators : 1,
        };
    }

    /// <summary>Position of a tap in the order of the parameters, for <paramref name="index"/> below the number of taps that have
    /// one.</summary>
    public int Tap(int index) => ((int*)Taps)[index];

    /// <summary>First place of a parameter's taps.</summary>
    public int Start(int parameter) => ((int*)Starts)[parameter];

    /// <summary>The sum that a product takes.</summary>
    public int SumOf(int term) => SumOfTerm == 0 ? term : ((int*)SumOfTerm)[term];

    /// <summary>The plane of a parameter's taps.</summary>
    public int Plane(int parameter) => PlaneOf == 0 ? 0 : ((int*)PlaneOf)[parameter];
}
