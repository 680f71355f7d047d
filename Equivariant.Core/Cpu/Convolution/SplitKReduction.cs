using System.Numerics.Tensors;

namespace Equivariant.Cpu;

/// <summary>Adds up the lanes of a weight gradient in order, and turns the sums into the layout of the weight.</summary>
internal readonly unsafe struct SplitKReduction(
    SplitKPlan plan, ConvGeometry geometry, CpuMemoryPool pool, float* sums, float* target) : IRange
{
    private const int RowsAtOnce = 16;

    /// <summary>Indices are the rows (channel, tap) of all groups.</summary>
    public void Run(int start, int end)
    {
        var width = geometry.GroupOut;
        using var total = new Rented<float>(pool, RowsAtOnce * width);
        for (var index = start; index < end;)
        {
            var (group, row) = (index / plan.Rows, index % plan.Rows);
            var rows = Math.Min(RowsAtOnce, Math.Min(end - index, plan.Rows - row));
            for (var r = 0; r < rows; r++)
            {
                var into = new Span<float>(total.Start + (r * width), width);
                var from = sums + plan.SumsOf(group, row + r);
                new ReadOnlySpan<float>(from, width).CopyTo(into);
                for (var lane = 1; lane < plan.Lanes; lane++)
                    TensorPrimitives.Add(into, new ReadOnlySpan<float>(from + (lane * plan.LaneSize), width), into);
            }
            Transposer.Run(total.Start, width, rows, width, target + ((nint)group * width * plan.Rows) + row, plan.Rows);
            index += rows;
        }
    }
}
