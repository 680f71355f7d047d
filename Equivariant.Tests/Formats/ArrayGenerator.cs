using FsCheck;
using FsCheck.Fluent;

namespace Equivariant.Tests.Formats;

/// <summary>Random arrays of every type, rank 0 to 4, axes of length 0 to 5.</summary>
internal static class ArrayGenerator
{
    private static readonly string[] Names = ["x", "layer.0.weight", "ein Name \"mit\" Zeichen", "größe", "train_images"];

    public static Gen<NdArray> One { get; } =
        from type in Gen.Elements(Enum.GetValues<ElementType>())
        from shape in Gen.Choose(0, 4).SelectMany(rank => Gen.Choose(0, 5).ArrayOf(rank))
        from seed in Gen.Choose(0, int.MaxValue)
        select Make(type, shape, new Random(seed));

    /// <summary>Up to five arrays under names that need no escapes and names that do.</summary>
    public static Gen<Dictionary<string, NdArray>> Several { get; } =
        from count in Gen.Choose(0, 5)
        from arrays in One.ArrayOf(count)
        select arrays.Index().ToDictionary(a => Names[a.Index], a => a.Item);

    private static NdArray Make(ElementType type, int[] shape, Random random)
    {
        var bytes = new byte[shape.Aggregate(type.Size(), (size, axis) => size * axis)];
        random.NextBytes(bytes);
        if (type == ElementType.Bool)
            bytes = [.. bytes.Select(b => (byte)(b & 1))];
        return NdArray.FromBytes(type, shape, bytes);
    }
}
