namespace Equivariant.Tests.Operators;

/// <summary>An array in host memory for the references of samples: plain loops over indices, no speed.</summary>
internal sealed class HostArray(Shape shape, double[] values)
{
    /// <summary>An array of zeros.</summary>
    public HostArray(Shape shape)
        : this(shape, new double[shape.Count])
    {
    }

    public Shape Shape => shape;

    public double[] Values => values;

    /// <summary>The element at an index, one number an axis.</summary>
    public double this[params ReadOnlySpan<int> index]
    {
        get => values[Offset(index)];
        set => values[Offset(index)] = value;
    }

    /// <summary>The element that broadcasting brings to an index of the result.</summary>
    public double Spread(int[] index) => this[[.. index[^shape.Rank..].Select((at, axis) => shape[axis] == 1 ? 0 : at)]];

    /// <summary>An array of which every element is computed from its index.</summary>
    public static HostArray From(Shape shape, Func<int[], double> element)
    {
        var result = new HostArray(shape);
        foreach (var index in Indices(shape))
            result[index] = element(index);
        return result;
    }

    /// <summary>A function of every element.</summary>
    public HostArray Map(Func<double, double> function) => new(shape, Array.ConvertAll(values, value => function(value)));

    /// <summary>All indices of a shape in row-major order; every array is new.</summary>
    public static IEnumerable<int[]> Indices(Shape shape)
    {
        for (var flat = 0; flat < shape.Count; flat++)
        {
            var index = new int[shape.Rank];
            var rest = flat;
            for (var axis = shape.Rank - 1; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            yield return index;
        }
    }

    private int Offset(ReadOnlySpan<int> index)
    {
        if (index.Length != shape.Rank)
            throw new ArgumentException($"{index.Length} indices for {shape}.");
        var offset = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)shape[axis])
                throw new ArgumentException($"Index {index[axis]} of axis {axis} lies outside {shape}.");
            offset = (offset * shape[axis]) + index[axis];
        }
        return offset;
    }
}
