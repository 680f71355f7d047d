namespace Equivariant;

/// <summary>
/// Derives the transforms of the copies of kernels from their index maps: turns by 180°, 90° and 45°, mirrors and the symmetries
/// of the square, the rotations and all symmetries of the cube, of kernels of any size, and the copies of group convolutions, whose
/// kernels have a plane for each orientation.
/// </summary>
internal static class GroupTransforms
{
    /// <summary>The most taps of a kernel: larger ones are not worth the search.</summary>
    private const int MostCells = 1024;

    /// <summary>The transform of a map's copies, or null where none is known; <see cref="KernelIndexMap.Transform"/> keeps it.</summary>
    public static GroupTransform? Derive(KernelIndexMap map) =>
        map.Orientations > 1 && map.Taps <= MostCells && CopyGroup.Of(map) is { } group
            && Representation.AllOf(group) is { } representations
            ? new(map.Orientations, map.Taps, OrbitProducts.Of(group, map.Orientations, representations)) : null;
}
