using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>What cells are made of.</summary>
internal unsafe interface ICellSource
{
    /// <summary>Writes cells that follow each other, their channels side by side; up to seven cells more may be written.</summary>
    /// <param name="place">The first cell of the first channel.</param>
    /// <param name="channelStride">From channel to channel.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="to">Result.</param>
    /// <param name="stride">From cell to cell of the result.</param>
    void Turn(nint place, nint channelStride, int channels, int cells, float* to, nint stride);
}

/// <summary>Maps of numbers.</summary>
internal readonly unsafe struct FloatMaps(float* source) : ICellSource
{
    public void Turn(nint place, nint channelStride, int channels, int cells, float* to, nint stride) =>
        Transposer.Run(source + place, channelStride, channels, (cells + 3) / 4 * 4, to, stride);
}

/// <summary>Maps of bytes, which become whole numbers of the width of a <see cref="float"/>.</summary>
/// <param name="source">The maps; they are read up to a vector beyond their end.</param>
/// <param name="scratch">Room for rows of all channels, see <see cref="ScratchSize"/>.</param>
internal readonly unsafe struct ByteMaps(byte* source, float* room) : ICellSource
{
    /// <summary>Numbers that rows of so many cells need room for.</summary>
    public static int ScratchSize(int cells) => PackedCells.MostLanes * Wide(cells);

    public void Turn(nint place, nint channelStride, int channels, int cells, float* to, nint stride)
    {
        var wide = Wide(cells);
        for (var channel = 0; channel < channels; channel++)
        {
            var from = source + place + (channel * channelStride);
            for (var cell = 0; cell < cells; cell += 8)
            {
                var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(from + cell)).AsByte()));
                Vector256.Create(low, high).AsSingle().Store(room + (channel * wide) + cell);
            }
        }
        Transposer.Run(room, wide, channels, (cells + 3) / 4 * 4, to, stride);
    }

    private static int Wide(int cells) => (cells + 7) / 8 * 8;
}
