using System.Runtime.InteropServices;

namespace Equivariant.Gpu;

/// <summary>What the nine taps of a 3×3 kernel meet at a point, row by row.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Patch3x3<T> where T : unmanaged
{
    public T T0, T1, T2, T3, T4, T5, T6, T7, T8;
}
