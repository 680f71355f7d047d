namespace Equivariant.Samples;

/// <summary>Rotation by the formulas of torchvision, in floating point, for the samples.</summary>
internal static class RotateReference
{
    public static HostArray Of(HostArray x, double degrees, int rowAxis, int columnAxis, Interpolation mode, double? fill)
    {
        var (rowsAt, columnsAt) = (x.Shape.Axis(rowAxis), x.Shape.Axis(columnAxis));
        var (middleRow, middleColumn) = ((x.Shape[rowsAt] - 1) / 2.0, (x.Shape[columnsAt] - 1) / 2.0);
        var (sin, cos) = degrees % 90 == 0
            ? (new double[] { 0, 1, 0, -1 }[(int)(degrees / 90) & 3], new double[] { 1, 0, -1, 0 }[(int)(degrees / 90) & 3])
            : Math.SinCos(degrees * Math.PI / 180);
        return HostArray.From(x.Shape, i =>
        {
            var (row, column) = (i[rowsAt] - middleRow, i[columnsAt] - middleColumn);
            var sourceRow = (sin * column) + (cos * row) + middleRow;
            var sourceColumn = (cos * column) - (sin * row) + middleColumn;
            var (value, inside) = (0.0, 0.0);
            if (mode == Interpolation.Nearest)
            {
                Read((int)Math.Round(sourceRow), (int)Math.Round(sourceColumn), 1);
                return value + ((1 - inside) * (fill ?? 0));
            }
            var (top, left) = ((int)Math.Floor(sourceRow), (int)Math.Floor(sourceColumn));
            var (below, right) = (sourceRow - top, sourceColumn - left);
            Read(top, left, (1 - below) * (1 - right));
            Read(top, left + 1, (1 - below) * right);
            Read(top + 1, left, below * (1 - right));
            Read(top + 1, left + 1, below * right);
            return fill is { } outside ? (value * inside) + ((1 - inside) * outside) : value;

            void Read(int r, int c, double weight)
            {
                if (r < 0 || r >= x.Shape[rowsAt] || c < 0 || c >= x.Shape[columnsAt])
                    return;
                var at = (int[])i.Clone();
                (at[rowsAt], at[columnsAt]) = (r, c);
                value += weight * x[at];
                inside += weight;
            }
        });
    }
}
