namespace Equivariant.Data;

/// <summary>
/// A plane cut into cells of various sizes: the power diagram (Voronoi cells with weights) of points that keep a distance from
/// each other. No direction is preferred.
/// </summary>
internal sealed class CellMosaic
{
    /// <summary>Points come no closer than this share of the spacing.</summary>
    private const double Closest = 0.62;

    /// <summary>Largest weight of a point, in squares of the spacing.</summary>
    private const double LargestWeight = 0.18;

    private const int Reach = 2;
    private readonly double spacing, margin;
    private readonly int buckets;

    /// <summary>For each square of one spacing the cells in it and around it: all that matter to a place in the square.</summary>
    private readonly Cell[][] around;

    /// <summary>A random mosaic whose cells are about <paramref name="spacing"/> pixels apart.</summary>
    public CellMosaic(int size, double spacing, Rng rng)
    {
        // Points beyond the edge, so that cells at the edge look like others, also where the plane is bent.
        (this.spacing, margin) = (spacing, 3 * spacing);
        buckets = (int)Math.Ceiling((size + (2 * margin)) / spacing);
        var grid = Enumerable.Range(0, buckets * buckets).Select(_ => new List<Cell>()).ToArray();
        var extent = buckets * spacing;
        for (var dart = 0; dart < 10 * grid.Length; dart++)
        {
            var cell = new Cell(
                Count, rng.NextDouble(0, extent) - margin, rng.NextDouble(0, extent) - margin,
                rng.NextDouble() * LargestWeight * spacing * spacing);
            var bucket = Bucket(cell.X, cell.Y);
            if (Around(grid, bucket, 1).All(other => cell.DistanceTo(other) >= Closest * spacing))
            {
                grid[bucket].Add(cell);
                Count++;
            }
        }
        around = [.. Enumerable.Range(0, grid.Length).Select(bucket => Around(grid, bucket, Reach).ToArray())];
    }

    /// <summary>Number of cells.</summary>
    public int Count { get; }

    /// <summary>The cell that a place lies in, and how far it is from the nearest border of that cell.</summary>
    public (int Cell, double ToBorder) At(double x, double y)
    {
        var cells = around[Bucket(x, y)];
        var (inside, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < cells.Length; i++)
        {
            var power = cells[i].Power(x, y);
            if (power < least)
                (inside, least) = (i, power);
        }
        var toBorder = double.PositiveInfinity;
        for (var i = 0; i < cells.Length; i++)
        {
            if (i != inside)
                toBorder = Math.Min(toBorder, (cells[i].Power(x, y) - least) / (2 * cells[i].DistanceTo(cells[inside])));
        }
        return (cells[inside].Index, toBorder);
    }

    private int Bucket(double x, double y) => (BucketAlong(y) * buckets) + BucketAlong(x);

    private int BucketAlong(double place) => Math.Clamp((int)((place + margin) / spacing), 0, buckets - 1);

    private IEnumerable<Cell> Around(List<Cell>[] grid, int bucket, int reach)
    {
        var (row, column) = Math.DivRem(bucket, buckets);
        for (var r = Math.Max(0, row - reach); r <= Math.Min(buckets - 1, row + reach); r++)
        {
            for (var c = Math.Max(0, column - reach); c <= Math.Min(buckets - 1, column + reach); c++)
            {
                foreach (var cell in grid[(r * buckets) + c])
                    yield return cell;
            }
        }
    }

    private readonly record struct Cell(int Index, double X, double Y, double Weight)
    {
        public double DistanceTo(in Cell other) => Math.Sqrt(Square(X - other.X) + Square(Y - other.Y));

        public double Power(double x, double y) => Square(x - X) + Square(y - Y) - Weight;

        private static double Square(double value) => value * value;
    }
}
