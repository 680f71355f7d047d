namespace Equivariant.Symmetry;

/// <summary>
/// The transforms of the copies of a 3×3 kernel, one product a line: what it takes of the input's taps, what of the
/// parameters, its part in each copy, and the number to divide by. Signs stand for ±1, s and S for ±√2, h and H for ±√½.
/// </summary>
/// <remarks>
/// Taps fall into orbits under the group (centre, edges, corners). Over an orbit, all copies together are one correlation on the
/// group, which sums over characters split: sums and differences for mirrors, a complex product in three real ones for quarter
/// turns and eighths. For D4 the pairs of its two-dimensional representation remain.
/// </remarks>
internal static class GroupTransforms
{
    private static readonly (KernelIndexMap Map, GroupTransform Transform)[] All = Create();

    /// <summary>The transform of a map's copies, or null where there is none.</summary>
    /// <param name="kernel">Sizes of the kernel.</param>
    /// <param name="copies">Number of copies.</param>
    /// <param name="table">The table of the map.</param>
    public static GroupTransform? Find(Volume kernel, int copies, ReadOnlySpan<int> table) =>
        IndexOf(kernel, copies, table) is var index && index >= 0 ? At(index) : null;

    /// <summary>The number of the transform of a map's copies, or −1 where there is none; a kernel's arguments can hold
    /// it.</summary>
    public static int IndexOf(Volume kernel, int copies, ReadOnlySpan<int> table)
    {
        if (kernel != new Volume(1, 3, 3))
            return -1;
        for (var index = 0; index < All.Length; index++)
        {
            if (All[index].Map.Orientations == copies && All[index].Map.Table.SequenceEqual(table))
                return index;
        }
        return -1;
    }

    /// <summary>How many there are.</summary>
    public static int Count => All.Length;

    /// <summary>The transform of a number.</summary>
    public static GroupTransform At(int index) => All[index].Transform;

    private static (KernelIndexMap Map, GroupTransform Transform)[] Create() =>
    [
        (RotatedKernels.Create(2), new(HalfTurn, 2)),
        (RotatedKernels.Create(4), new(QuarterTurns, 4)),
        (RotatedKernels.Create(8), new(EighthTurns, 8)),
        (FlippedKernels.Create([3, 3], FlipSet.Horizontal), new(Horizontal, 2)),
        (FlippedKernels.Create([3, 3], FlipSet.Vertical), new(Vertical, 2)),
        (FlippedKernels.Create([3, 3], FlipSet.HorizontalVertical), new(Klein, 3)),
        (FlippedKernels.Create([3, 3], FlipSet.Klein), new(Klein, 4)),
        (DihedralKernels.Create([3, 3]), new(Dihedral, 8)),
    ];

    private static string[] HalfTurn =>
    [
        "....+.... ....+.... ++ 1",
        "+.......+ +.......+ ++ 2",
        ".+.....+. .+.....+. ++ 2",
        "..+...+.. ..+...+.. ++ 2",
        "...+.+... ...+.+... ++ 2",
        "+.......- +.......- +- 2",
        ".+.....-. .+.....-. +- 2",
        "..+...-.. ..+...-.. +- 2",
        "...-.+... ...-.+... +- 2",
    ];

    private static string[] QuarterTurns =>
    [
        "....+.... ....+.... ++++ 1",
        "+.+...+.+ +.+...+.+ ++++ 4",
        ".+.+.+.+. .+.+.+.+. ++++ 4",
        "+.-...+.- +.......- +--+ 2",
        ".+.+.-.-. .+.....-. +--+ 2",
        "+.......- +.-...+.- .+.- 2",
        ".+.....-. .+.+.-.-. .+.- 2",
        "..-...+.. -.-...+.+ +.-. 2",
        "...+.-... .-.+.-.+. +.-. 2",
        "+.-...-.+ +.-...-.+ +-+- 4",
        ".+.-.-.+. .+.-.-.+. +-+- 4",
    ];

    private static string[] EighthTurns =>
    [
        "....+.... ....+.... ++++++++ 1",
        "++++.++++ ++++.++++ ++++++++ 8",
        "+.-s.S+.- +h.h.H.H- +.-S-.+s 4",
        "+h.h.H.H- +.-s.S+.- .h+h.H-H 4",
        ".H-h.H+h. -S-...+s+ +h.H-H.h 4",
        "+--+.+--+ +.-...-.+ +--++--+ 4",
        "+.-...-.+ +--+.+--+ .+.-.+.- 4",
        ".-.+.+.-. --++.++-- +.-.+.-. 4",
        "+S+...-s- +H.H.h.h- +S+.-s-. 4",
        "+H.H.h.h- +S+...-s- .h-h.H+H 4",
        ".H+h.H-h. -.+s.S-.+ +H.h-h.H 4",
        "+-+-.-+-+ +-+-.-+-+ +-+-+-+- 8",
    ];

    private static string[] Horizontal =>
    [
        "....+.... ....+.... ++ 1",
        "+.+...... +.+...... ++ 2",
        "...+.+... ...+.+... ++ 2",
        "......+.+ ......+.+ ++ 2",
        ".+....... .+....... ++ 1",
        ".......+. .......+. ++ 1",
        "+.-...... +.-...... +- 2",
        "...+.-... ...+.-... +- 2",
        "......+.- ......+.- +- 2",
    ];

    private static string[] Vertical =>
    [
        "....+.... ....+.... ++ 1",
        "+.....+.. +.....+.. ++ 2",
        ".+.....+. .+.....+. ++ 2",
        "..+.....+ ..+.....+ ++ 2",
        "...+..... ...+..... ++ 1",
        ".....+... .....+... ++ 1",
        "+.....-.. +.....-.. +- 2",
        ".+.....-. .+.....-. +- 2",
        "..+.....- ..+.....- +- 2",
    ];

    private static string[] Klein =>
    [
        "....+.... ....+.... ++++ 1",
        "+.+...+.+ +.+...+.+ ++++ 4",
        "...+.+... ...+.+... ++++ 2",
        ".+.....+. .+.....+. ++++ 2",
        "+.+...-.- +.+...-.- ++-- 4",
        ".+.....-. .+.....-. ++-- 2",
        "+.-...+.- +.-...+.- +-+- 4",
        "...+.-... ...+.-... +-+- 2",
        "+.-...-.+ +.-...-.+ +--+ 4",
    ];

    private static string[] Dihedral =>
    [
        "....+.... ....+.... ++++++++ 1",
        "+.+...+.+ +.+...+.+ ++++++++ 4",
        ".+.+.+.+. .+.+.+.+. ++++++++ 4",
        "+.-...-.+ +.-...-.+ +-+--+-+ 4",
        ".+.-.-.+. .+.-.-.+. +-+-+-+- 4",
        "-.+...-.+ -.+...-.+ +.-.-.+. 4",
        "...-.+... ...-.+... +.-.-.+. 2",
        "+.+...-.- +.-...+.- .+.-.-.+ 4",
        ".+.....-. ...+.-... .+.-.-.+ 2",
        "-.+...-.+ +.+...-.- .+.-.+.- 4",
        "...-.+... .+.....-. .+.-.+.- 2",
        "+.+...-.- +.+...-.- +.-.+.-. 4",
        ".+.....-. .+.....-. +.-.+.-. 2",
    ];
}
