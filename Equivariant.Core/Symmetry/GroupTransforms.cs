namespace Equivariant;

/// <summary>
/// The transforms of the copies of kernels, derived from their index maps: turns by 180°, 90° and 45°, mirrors and the symmetries
/// of the square, the rotations and all symmetries of the cube, of kernels of any size, and the copies of group convolutions, whose
/// kernels have a plane for each orientation.
/// </summary>
/// <remarks>Each map's is derived once, and has a number, which the arguments of a device's kernels can hold.</remarks>
internal static class GroupTransforms
{
    /// <summary>The most taps of a kernel: larger ones are not worth the search.</summary>
    private const int MostCells = 1024;

    private static readonly Dictionary<KernelIndexMap, int> Numbers = [];

    private static readonly List<GroupTransform> Derived = [];

    /// <summary>The transform of a map's copies, or null where there is none.</summary>
    public static GroupTransform? Find(KernelIndexMap map) => IndexOf(map) is var index && index >= 0 ? At(index) : null;

    /// <summary>The number of the transform of a map's copies, or −1 where there is none.</summary>
    public static int IndexOf(KernelIndexMap map)
    {
        if (map.Orientations == 1)
            return -1;
        lock (Derived)
        {
            if (Numbers.TryGetValue(map, out var known))
                return known;
            var transform = Derive(map);
            if (transform is not null)
                Derived.Add(transform);
            return Numbers[map] = transform is null ? -1 : Derived.Count - 1;
        }
    }

    /// <summary>The transform of a number.</summary>
    public static GroupTransform At(int index)
    {
        lock (Derived)
            return Derived[index];
    }

    private static GroupTransform? Derive(KernelIndexMap map) =>
        map.Taps <= MostCells && CopyGroup.Of(map) is { } group && Representation.AllOf(group) is { } representations
            ? new(map.Orientations, map.Taps, OrbitProducts.Of(group, map.Orientations, representations)) : null;
}
