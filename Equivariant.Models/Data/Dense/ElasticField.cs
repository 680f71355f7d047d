using System.Numerics;

namespace Equivariant.Data;

/// <summary>A smooth random field of displacements for a patch: a cubic B-spline over normal numbers at knots.</summary>
internal sealed class ElasticField
{
    /// <summary>A spline over normal numbers varies less than they do: by this factor, the mean of the squared weights along an
    /// axis, 151/315.</summary>
    private const double SplineVariance = 151.0 / 315;

    private readonly int knotColumns;
    private readonly Vector2[] knots;
    private readonly double spacing, phaseRow, phaseColumn;

    public ElasticField(ElasticOptions options, int height, int width, Rng rng)
    {
        spacing = options.Spacing;
        // Knots at random places: with fixed ones the bends would prefer them.
        (phaseRow, phaseColumn) = (rng.NextDouble(), rng.NextDouble());
        knotColumns = (int)(width / spacing) + 5;
        knots = new Vector2[((int)(height / spacing) + 5) * knotColumns];
        var scale = options.Displacement / SplineVariance;
        for (var i = 0; i < knots.Length; i++)
            knots[i].Y = (float)(scale * rng.NextNormal());
        for (var i = 0; i < knots.Length; i++)
            knots[i].X = (float)(scale * rng.NextNormal());
    }

    /// <summary>The displacements of a row of the patch: right and down.</summary>
    public void Row(int y, Span<Vector2> row)
    {
        Span<float> weights = stackalloc float[4];
        var line = new Vector2[knotColumns];
        var first = Weights((y / spacing) + phaseRow, weights);
        for (var column = 0; column < knotColumns; column++)
        {
            for (var k = 0; k < 4; k++)
                line[column] += weights[k] * knots[((first + k) * knotColumns) + column];
        }
        for (var x = 0; x < row.Length; x++)
        {
            first = Weights((x / spacing) + phaseColumn, weights);
            row[x] = Vector2.Zero;
            for (var k = 0; k < 4; k++)
                row[x] += weights[k] * line[first + k];
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
