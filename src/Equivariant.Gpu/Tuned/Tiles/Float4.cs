using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Equivariant.Gpu.Tuned;

/// <summary>Four neighbouring numbers, loaded at once where they are aligned.</summary>
/// <remarks>Static functions by value: ILGPU keeps what no address is taken of in registers.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct Float4
{
    public float X, Y, Z, W;

    /// <summary>sum + a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Add(Float4 sum, float a, Float4 b)
    {
        sum.X += a * b.X;
        sum.Y += a * b.Y;
        sum.Z += a * b.Z;
        sum.W += a * b.W;
        return sum;
    }
}
