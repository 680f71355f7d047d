namespace Equivariant.Formats;

/// <summary>
/// Filters the rows of a PNG image before compression (PNG specification, section 9): each byte minus nothing, the pixel to the
/// left, or the pixel above, whichever leaves the smallest numbers in the row.
/// </summary>
internal sealed class PngFilter(int rowLength, int pixelLength)
{
    private readonly byte[] above = new byte[rowLength];
    private readonly byte[][] candidates = [new byte[rowLength + 1], new byte[rowLength + 1], new byte[rowLength + 1]];

    /// <summary>The next row, behind the byte that names its filter. The bytes are valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<byte> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            candidates[0][i + 1] = row[i];
            candidates[1][i + 1] = (byte)(row[i] - (i < pixelLength ? 0 : row[i - pixelLength]));
            candidates[2][i + 1] = (byte)(row[i] - above[i]);
        }
        row.CopyTo(above);

        var best = 0;
        for (byte filter = 0; filter < candidates.Length; filter++)
        {
            candidates[filter][0] = filter;
            if (Size(candidates[filter]) < Size(candidates[best]))
                best = filter;
        }
        return candidates[best];
    }

    private static long Size(ReadOnlySpan<byte> filtered)
    {
        long sum = 0;
        foreach (var b in filtered[1..])
            sum += Math.Abs((int)(sbyte)b);
        return sum;
    }
}
