using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu;

/// <summary>
/// Transformed parameters as right operands of an <see cref="OrientedRange{TVector}"/>: for some channels, panel by panel of
/// outputs and accumulator by accumulator, the outputs of a (channel, product) side by side. Indices are (panel, channels,
/// group).
/// </summary>
internal readonly unsafe struct OrientedWeight<TVector>(OrientedProduct product, int channelsAtOnce, float* packed) : IRange
    where TVector : struct, IVector<TVector>
{
    private readonly ConvGeometry geometry = product.Conv.Args.Geometry;
    private readonly ColumnPanels<TVector> panels = new(product.Conv.Args.Geometry.GroupOut);

    public int Count => geometry.Groups * Blocks * panels.Count;

    /// <summary>Numbers in all.</summary>
    public long Room => (long)geometry.Groups * panels.Columns * geometry.GroupIn * product.Conv.Products;

    private int Blocks => (geometry.GroupIn + channelsAtOnce - 1) / channelsAtOnce;

    /// <summary>Where the operands of some channels start; the panel at a column and an accumulator start so many columns and
    /// products later.</summary>
    public nint Place(int group, int channel) =>
        (((nint)group * geometry.GroupIn) + channel) * panels.Columns * product.Conv.Products;

    public void Run(int start, int end)
    {
        var (transform, products) = (product.Conv.Transform, product.Conv.Products);
        using var rows = new Rented<float>(product.Conv.Device.Pool, products * 4 * TVector.Count);
        for (var index = start; index < end; index++)
        {
            var (panel, block) = (index % panels.Count, index / panels.Count);
            var (firstChannel, group) = (block % Blocks * channelsAtOnce, block / Blocks);
            var channels = Math.Min(channelsAtOnce, geometry.GroupIn - firstChannel);
            var (column, width) = (panels.Start(panel), panels.Width(panel));
            var filled = Math.Min(width, geometry.GroupOut - column);
            var to = packed + Place(group, firstChannel) + ((nint)column * channels * products);
            // Nobody reads the sums of columns beyond the last output, but they should be finite.
            new Span<float>(rows.Start, products * width).Clear();
            for (var channel = 0; channel < channels; channel++)
            {
                var output = ((nint)group * geometry.GroupOut) + column;
                var from = product.Weight + (((output * geometry.GroupIn) + firstChannel + channel) * products);
                Transposer.Run(from, (nint)geometry.GroupIn * products, filled, products, rows.Start, width);
                for (var p = 0; p < products; p++)
                {
                    var a = transform.AccumulatorOf[p];
                    var (first, terms) = (transform.Starts[a], transform.Starts[a + 1] - transform.Starts[a]);
                    var row = (first * channels) + (channel * terms) + p - first;
                    Strip.Copy(rows.Start + (p * width), to + ((nint)row * width), width);
                }
            }
        }
    }
}
