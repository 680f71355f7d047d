namespace Equivariant.Data;

/// <summary>A smooth random field of displacements for a patch: a cubic B-spline over normal numbers at knots.</summary>
internal sealed class ElasticField
{
    /// <summary>A spline over normal numbers varies less than they do: by this factor, the mean of the squared weights along an
    /// axis, 151/315.</summary>
    private const double SplineVariance = 151.0 / 315;

    private readonly int knotColumns;
    private readonly float[] down, right;
    private readonly double spacing, phaseRow, phaseColumn;

    public ElasticField(ElasticOptions options, int height, int width, Rng rng)
    {
        spacing = options.Spacing;
        // Knots at random places: with fixed ones the bends would prefer them.
        (phaseRow, phaseColumn) = (rng.NextDouble(), rng.NextDouble());
        var knotRows = (int)(height / spacing) + 5;
        knotColumns = (int)(width / spacing) + 5;
        down = Knots(knotRows * knotColumns);
        right = Knots(knotRows * knotColumns);

        float[] Knots(int count)
        {
            var scale = options.Displacement / SplineVariance;
            var knots = new float[count];
            for (var i = 0; i < count; i++)
                knots[i] = (float)(scale * rng.NextNormal());
            return knots;
        }
    }

    /// <summary>The displacements of a row of the patch.</summary>
    public void Row(int y, Span<float> rowDown, Span<float> rowRight)
    {
        Span<float> weights = stackalloc float[4];
        var (lineDown, lineRight) = (new float[knotColumns], new float[knotColumns]);
        var first = Weights((y / spacing) + phaseRow, weights);
        for (var column = 0; column < knotColumns; column++)
        {
            (lineDown[column], lineRight[column]) = (0, 0);
            for (var k = 0; k < 4; k++)
            {
                lineDown[column] += weights[k] * down[((first + k) * knotColumns) + column];
                lineRight[column] += weights[k] * right[((first + k) * knotColumns) + column];
            }
        }
        for (var x = 0; x < rowDown.Length; x++)
        {
            first = Weights((x / spacing) + phaseColumn, weights);
            (rowDown[x], rowRight[x]) = (0, 0);
            for (var k = 0; k < 4; k++)
            {
                rowDown[x] += weights[k] * lineDown[first + k];
                rowRight[x] += weights[k] * lineRight[first + k];
            }
        }
    }

    /// <summary>The four weights of the uniform cubic B-spline, and the knot of the first.</summary>
    private static int Weights(double place, Span<float> weights)
    {
        var knot = (int)place;
        var t = (float)(place - knot);
        var s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = ((3 * t * t * t) - (6 * t * t) + 4) / 6;
        weights[2] = ((3 * s * s * s) - (6 * s * s) + 4) / 6;
        weights[3] = t * t * t / 6;
        return knot;
    }
}
