using Equivariant.Formats;

namespace Equivariant.Networks;

/// <summary>Copies between tensors and arrays of files.</summary>
public static class NdArrayExtensions
{
    /// <summary>The tensor as an array to write to a file.</summary>
    public static NdArray ToNdArray(this Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => NdArray.From(tensor.ToArray<float>(), tensor.Shape.ToArray()),
        DType.Float64 => NdArray.From(tensor.ToArray<double>(), tensor.Shape.ToArray()),
        _ => NdArray.From(tensor.ToArray<int>(), tensor.Shape.ToArray()),
    };

    /// <summary>The array as a new tensor on the CPU: double precision stays, integers become 32-bit,
    /// all else single precision.</summary>
    public static Tensor ToTensor(this NdArray array) => array.Type switch
    {
        ElementType.Float64 => Tensor.From(array.ToDouble(), [.. array.Shape]),
        ElementType.Float32 or ElementType.Float16 => Tensor.From(array.ToSingle(), [.. array.Shape]),
        _ => Tensor.From(array.ToInt32(), [.. array.Shape]),
    };

    /// <summary>Copies an array of a file into a tensor of as many elements,
    /// converting between single and double precision.</summary>
    public static void CopyFrom(this Tensor tensor, NdArray array)
    {
        switch (tensor.DType)
        {
            case DType.Float32:
                tensor.CopyFrom<float>(array.ToSingle());
                break;
            case DType.Float64:
                tensor.CopyFrom<double>(array.ToDouble());
                break;
            default:
                tensor.CopyFrom<int>(array.ToInt32());
                break;
        }
    }
}
