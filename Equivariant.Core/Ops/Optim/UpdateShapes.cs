namespace Equivariant;

internal static class UpdateShapes
{
    public static void Check(string update, Tensor parameter, Tensor gradient, Tensor? memory, int memoryPerElement)
    {
        Ops.CheckAlike(update, parameter, gradient, memory);
        if (gradient.Count != parameter.Count)
            throw new ShapeException($"{update}: the gradient {gradient.Shape} is not that of a parameter {parameter.Shape}.");
        if (memory is not null && memory.Count != memoryPerElement * (long)parameter.Count)
        {
            throw new ShapeException(
                $"{update}: the memory {memory.Shape} does not hold {memoryPerElement} numbers for each element of "
                + $"{parameter.Shape}.");
        }
    }
}
