namespace Equivariant;

/// <summary>Anomaly mode met a NaN or an infinity.</summary>
public sealed class AnomalyException(string message) : Exception(message);

internal static class Anomaly
{
    public static void Check(string op, string what, Tensor tensor, ReadOnlySpan<Tensor?> inputs)
    {
        if (!tensor.DType.IsReal())
            return;
        var values = tensor.ToDoubles();
        var index = Array.FindIndex(values, value => !double.IsFinite(value));
        if (index < 0)
            return;
        var shapes = string.Join(", ", inputs.ToArray().OfType<Tensor>().Select(input => input.Shape.ToString()));
        throw new AnomalyException(
            $"{op}: the {what} {tensor.Shape} of inputs {shapes} has {values[index]} at element {index}, "
            + "the first of its kind in this step.");
    }
}
