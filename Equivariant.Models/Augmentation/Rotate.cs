namespace Equivariant.Data;

/// <summary>
/// Turns an image by a random angle about its middle; the size stays and what comes in from outside is 0. As torchvision's rotate
/// on tensors. Volumes turn in one of their three planes, drawn at random.
/// </summary>
internal static class Rotate
{
    internal static StepSyntax Syntax { get; } = new(
        "rotate", "rotate:DEGREES[:nearest|bilinear], a random turn of up to ±DEGREES (nearest)", 2, step =>
        {
            var (most, interpolation) = (step.Number(0, null, 0, 360), step.Interpolation(1, Interpolation.Nearest));
            return new((image, rng) =>
            {
                var degrees = rng.NextDouble(-most, most);
                if (image.SpatialRank == 2)
                    return By(image, degrees, interpolation);
                var (row, column) = rng.NextInt(3) switch { 0 => (2, 3), 1 => (1, 3), _ => (1, 2) };
                return By(image, degrees, interpolation, row, column);
            });
        });

    /// <summary>An image turned counter-clockwise in the plane of its last two axes.</summary>
    public static Image By(Image image, double degrees, Interpolation interpolation) =>
        By(image, degrees, interpolation, image.Shape.Rank - 2, image.Shape.Rank - 1);

    /// <summary>An image turned in the plane of two spatial axes, rows before columns; 90° on a square plane equals NumPy's rot90
    /// over them.</summary>
    /// <exception cref="ArgumentException">The axes are no two spatial axes in this order.</exception>
    public static Image By(Image image, double degrees, Interpolation interpolation, int rowAxis, int columnAxis)
    {
        if (rowAxis < 1 || columnAxis <= rowAxis || columnAxis >= image.Shape.Rank)
            throw new ArgumentException($"Axes {rowAxis} and {columnAxis} are no plane of the image {image.Shape}.");
        var shape = image.Shape;
        var (rows, columns) = (shape[rowAxis], shape[columnAxis]);
        var (rowStride, columnStride) = (shape.CountOf(rowAxis + 1, shape.Rank), shape.CountOf(columnAxis + 1, shape.Rank));
        var planes = PlaneStarts(shape, rowAxis, columnAxis);
        var (sin, cos) = double.SinCosPi(degrees / 180);
        var result = new float[image.Values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (x, y) = (column - ((columns - 1) / 2.0), row - ((rows - 1) / 2.0));
                var sourceX = (cos * x) - (sin * y) + ((columns - 1) / 2.0);
                var sourceY = (sin * x) + (cos * y) + ((rows - 1) / 2.0);
                var to = (row * rowStride) + (column * columnStride);
                if (interpolation == Interpolation.Nearest)
                {
                    Add((int)Math.Round(sourceY), (int)Math.Round(sourceX), 1, to);
                    continue;
                }
                var (top, left) = ((int)Math.Floor(sourceY), (int)Math.Floor(sourceX));
                var (down, right) = ((float)(sourceY - top), (float)(sourceX - left));
                Add(top, left, (1 - down) * (1 - right), to);
                Add(top, left + 1, (1 - down) * right, to);
                Add(top + 1, left, down * (1 - right), to);
                Add(top + 1, left + 1, down * right, to);
            }
        }
        return new Image(result, shape);

        void Add(int row, int column, float weight, int to)
        {
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns || weight == 0)
                return;
            var from = (row * rowStride) + (column * columnStride);
            foreach (var start in planes)
                result[start + to] += weight * image.Values[start + from];
        }
    }

    /// <summary>Where each plane of the two axes begins.</summary>
    private static int[] PlaneStarts(Shape shape, int rowAxis, int columnAxis)
    {
        var starts = new List<int> { 0 };
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (axis == rowAxis || axis == columnAxis)
                continue;
            var stride = shape.CountOf(axis + 1, shape.Rank);
            starts = [.. starts.SelectMany(start => Enumerable.Range(0, shape[axis]).Select(i => start + (i * stride)))];
        }
        return [.. starts];
    }
}
