namespace Equivariant.Cpu.Convolution;

/// <summary>
/// Which taps of a sweep share a parameter: their sum is packed in their place, and a product is one for the parameter, not one
/// for each tap. For the rings of SRE-Conv 5 products instead of 81.
/// </summary>
/// <param name="Count">Parameters of a kernel; 0 where every tap has its own weight.</param>
/// <param name="Taps">Taps of the sweep, those of a parameter side by side.</param>
/// <param name="Starts">Where the taps of each parameter start, and where the last one's end.</param>
internal readonly unsafe record struct TapSums(int Count, nint Taps, nint Starts)
{
    /// <summary>Whether taps are summed at all.</summary>
    public bool Any => Count > 0;

    /// <summary>Room that <see cref="Of"/> needs, in integers.</summary>
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

    /// <summary>Position of a tap in the order of the parameters, for <paramref name="index"/> below the number of taps that have
    /// one.</summary>
    public int Tap(int index) => ((int*)Taps)[index];

    /// <summary>First place of a parameter's taps.</summary>
    public int Start(int parameter) => ((int*)Starts)[parameter];
}
