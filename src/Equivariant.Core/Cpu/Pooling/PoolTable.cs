namespace Equivariant.Cpu;

/// <summary>The windows along one axis, computed once a launch instead of once an element.</summary>
internal sealed class PoolTable
{
    public readonly int[] Starts, Ends, Extents;

    /// <param name="axis">The windows.</param>
    /// <param name="countIncludePad">Whether extents count the padding.</param>
    public PoolTable(PoolAxis axis, bool countIncludePad = false)
    {
        (Starts, Ends, Extents) = (new int[axis.Out], new int[axis.Out], new int[axis.Out]);
        for (var output = 0; output < axis.Out; output++)
        {
            (Starts[output], Ends[output]) = (axis.Start(output), axis.End(output));
            Extents[output] = countIncludePad ? axis.PaddedExtent(output) : Ends[output] - Starts[output];
        }
    }

    /// <summary>Planes worth a thread.</summary>
    public static int Share(PoolWindows windows) =>
        1 + (16_384 / (windows.InputSize + (windows.OutputSize * windows.WindowSize)));
}
