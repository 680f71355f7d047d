using Equivariant.Cpu.Gemm;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu;

/// <summary>Makes results of accumulators: the copies, their bias, and their maximum with its winners.</summary>
internal readonly unsafe struct OrientedFinish<TVector> where TVector : struct, IVector<TVector>
{
    private readonly OrientedProduct product;
    private readonly int copies, kept, perImage;
    private readonly float* rows, factors;
    private readonly byte* winners;
    private readonly int* accumulators, starts;

    public OrientedFinish(in OrientedProduct product, float* room)
    {
        this.product = product;
        var transform = product.Conv.Transform;
        (copies, perImage) = (transform.Copies, product.Sweep.PointsPerImage);
        kept = product.Conv.IsMax ? 1 : copies;
        rows = room;
        winners = (byte*)(rows + (kept * Columns));
        factors = rows + ((kept + 1) * Columns);
        accumulators = (int*)factors + transform.Combine.Length;
        starts = accumulators + transform.Combine.Length;
        var count = 0;
        for (var copy = 0; copy < copies; copy++)
        {
            starts[copy] = count;
            for (var a = 0; a < transform.Accumulators; a++)
            {
                var factor = transform.Combine[(copy * transform.Accumulators) + a];
                if (factor == 0)
                    continue;
                factors[count] = (float)factor * product.Conv.Scale;
                accumulators[count++] = a;
            }
        }
        starts[copies] = count;
    }

    private static int Columns => Tile<TVector>.Columns;

    /// <summary>Numbers that an instance needs room for.</summary>
    public static int RoomFor(OrientedConv conv) =>
        ((conv.Transform.Copies + 1) * Columns) + (2 * conv.Transform.Combine.Length) + conv.Transform.Copies + 1;

    /// <summary>Finishes one panel.</summary>
    /// <param name="sums">Accumulators, [accumulator, output, column].</param>
    /// <param name="stride">From accumulator to accumulator.</param>
    /// <param name="firstOutput">First output channel.</param>
    /// <param name="outputs">Number of output channels.</param>
    /// <param name="point">First point.</param>
    /// <param name="count">Number of points.</param>
    public void Write(float* sums, nint stride, int firstOutput, int outputs, int point, int count)
    {
        for (var output = firstOutput; output < firstOutput + outputs; output++, sums += Columns)
        {
            var bias = product.Bias == null ? 0 : product.Bias[output] * product.Conv.BiasScale;
            for (var column = 0; column < count; column += TVector.Count)
            {
                if (product.Conv.IsMax)
                    Largest(sums + column, stride, bias, column);
                else
                    All(sums + column, stride, bias, column);
            }
            CopyOut(output, point, count);
        }
    }

    private TVector Copy(int copy, float* sums, nint stride, float bias)
    {
        var value = TVector.Fill(bias);
        for (var k = starts[copy]; k < starts[copy + 1]; k++)
            value = TVector.MultiplyAdd(TVector.Fill(factors[k]), TVector.Load(sums + (accumulators[k] * stride)), value);
        return value;
    }

    private void Largest(float* sums, nint stride, float bias, int column)
    {
        var (best, winner) = (Copy(0, sums, stride, bias), TVector.Fill(0));
        for (var copy = 1; copy < copies; copy++)
            TVector.KeepLarger(Copy(copy, sums, stride, bias), TVector.Fill(copy), ref best, ref winner);
        TVector.Store(best, rows + column);
        TVector.StoreBytes(winner, winners + column);
    }

    private void All(float* sums, nint stride, float bias, int column)
    {
        for (var copy = 0; copy < copies; copy++)
            TVector.Store(Copy(copy, sums, stride, bias), rows + (copy * Columns) + column);
    }

    /// <summary>The points of a panel may lie in several images.</summary>
    private void CopyOut(int output, int point, int count)
    {
        var outputs = product.Conv.Args.Geometry.OutChannels;
        for (var at = point; at < point + count;)
        {
            var image = at / perImage;
            var next = Math.Min(point + count, (image + 1) * perImage);
            var result = (((((nint)image * outputs) + output) * kept) * perImage) + (at % perImage);
            for (var copy = 0; copy < kept; copy++)
                Strip.Copy(rows + (copy * Columns) + (at - point), product.Target + result + ((nint)copy * perImage), next - at);
            if (product.Winners != null)
            {
                var names = new ReadOnlySpan<byte>(winners + (at - point), next - at);
                names.CopyTo(new Span<byte>(product.Winners + result, next - at));
            }
            at = next;
        }
    }
}
