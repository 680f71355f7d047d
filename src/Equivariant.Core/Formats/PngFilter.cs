namespace Equivariant.Formats;

/// <summary>
/// Filters the rows of a PNG image before compression (PNG specification, section 9): each byte minus nothing, the pixel to the
/// left, or the pixel above, whichever leaves the smallest numbers in the row.
/// </summary>
internal sealed class PngFilter(int rowLength, int pixelLength)
{
    private readonly byte[] _above = new byte[rowLength];
    private readonly byte[][] _candidates = [new byte[rowLength + 1], new byte[rowLength + 1], new byte[rowLength + 1]];

    /// <summary>The next row, behind the byte that names its filter. The bytes are valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            _candidates[0][i + 1] = row[i];
            _candidates[1][i + 1] = (byte)(row[i] - (i < pixelLength ? 0 : row[i - pixelLength]));
            _candidates[2][i + 1] = (byte)(row[i] - _above[i]);
        }
        row.CopyTo(_above);

        var best = 0;
        for (byte filter = 0; filter < _candidates.Length; filter++)
        {
            _candidates[filter][0] = filter;
            if (Size(_candidates[filter]) < Size(_candidates[best]))
                best = filter;
        }
        return _candidates[best];
    }

    private static long Size(ReadOnlySpan<byte> filtered)
    {
        long sum = 0;
        foreach (var b in filtered[1..])
            sum += Math.Abs((int)(sbyte)b);
        return sum;
    }
}
