namespace Equivariant.Gpu;

/// <summary>Four neighbouring numbers, loaded at once where they are aligned.</summary>
/// <remarks>Static functions by value: ILGPU keeps what no address is taken of in registers.</remarks>
internal struct Float4
{
    public float X, Y, Z, W;

    /// <summary>1 four times.</summary>
    public static Float4 Ones
    {
        get => new() { X = 1, Y = 1, Z = 1, W = 1 };
    }

    /// <summary>sum + a·b.</summary>
    public static Float4 Add(Float4 sum, float a, Float4 b)
    {
        sum.X += a * b.X;
        sum.Y += a * b.Y;
        sum.Z += a * b.Z;
        sum.W += a * b.W;
        return sum;
    }
}
