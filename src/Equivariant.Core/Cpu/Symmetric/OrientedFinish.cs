using System.Runtime.CompilerServices;
using Equivariant.Cpu.Convolution;
using Equivariant.Cpu.Vectors;

namespace Equivariant.Cpu;

/// <summary>Makes results of a block's accumulators [accumulator, point, output]: the copies, their bias, and their maximum with
/// its winners; and turns them into the layout of the result.</summary>
internal readonly unsafe struct OrientedFinish<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Outputs whose names are turned at once.</summary>
    private const int OutputsAtOnce = 8;

    private readonly SweepProduct product;
    private readonly OrientedConv conv;
    private readonly int copies, perImage, columns;
    private readonly float* results, names, turned, bias, factors;
    private readonly int* accumulators, starts;

    /// <summary>Notes how copies are made of accumulators.</summary>
    /// <param name="product">The work.</param>
    /// <param name="points">The most points of a block.</param>
    /// <param name="columns">Elements from point to point of the accumulators.</param>
    /// <param name="room">Room, see <see cref="RoomFor"/>.</param>
    public OrientedFinish(in SweepProduct product, int points, int columns, float* room)
    {
        conv = product.Copies!;
        var transform = conv.Transform;
        (this.product, this.columns, copies, perImage) = (product, columns, transform.Copies, product.Sweep.PointsPerImage);
        results = room;
        names = results + ((nint)points * columns);
        turned = names + ((nint)points * columns);
        bias = turned + (OutputsAtOnce * TurnedStride(points));
        factors = bias + columns;
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
                factors[count] = (float)factor * conv.Scale;
                accumulators[count++] = a;
            }
        }
        starts[copies] = count;
    }

    /// <summary>Numbers that an instance needs room for.</summary>
    public static long RoomFor(OrientedConv conv, int points, int columns) => ((2L * points) + 1) * columns
        + (OutputsAtOnce * TurnedStride(points)) + (2 * conv.Transform.Combine.Length) + conv.Transform.Copies + 1;

    /// <summary>Finishes one block.</summary>
    /// <param name="sums">Its accumulators.</param>
    /// <param name="firstOutput">First output channel.</param>
    /// <param name="outputs">Number of output channels.</param>
    /// <param name="point">First point.</param>
    /// <param name="count">Number of points.</param>
    public void Write(float* sums, int firstOutput, int outputs, int point, int count)
    {
        new Span<float>(bias, columns).Clear();
        for (var output = 0; product.Bias != null && output < outputs; output++)
            bias[output] = product.Bias[firstOutput + output] * conv.BiasScale;
        var used = (outputs + TVector.Count - 1) / TVector.Count * TVector.Count;
        if (conv.IsMax)
        {
            Largest(sums, used, count);
            CopyOut(results, 0, 1, firstOutput, outputs, point, count);
            if (product.Winners != null)
                CopyNames(firstOutput, outputs, point, count);
            return;
        }
        for (var copy = 0; copy < copies; copy++)
        {
            One(copy, sums, used, count);
            CopyOut(results, copy, copies, firstOutput, outputs, point, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Copy(int copy, float* sums, nint stride, TVector bias)
    {
        var value = bias;
        for (var k = starts[copy]; k < starts[copy + 1]; k++)
            value = TVector.MultiplyAdd(TVector.Fill(factors[k]), TVector.Load(sums + (accumulators[k] * stride)), value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Largest(float* sums, int used, int count)
    {
        var stride = (nint)count * columns;
        for (var point = 0; point < count; point++)
        {
            for (var place = (nint)point * columns; place < ((nint)point * columns) + used; place += TVector.Count)
            {
                var constant = TVector.Load(bias + (place - ((nint)point * columns)));
                var (best, winner) = (Copy(0, sums + place, stride, constant), TVector.Fill(0));
                for (var copy = 1; copy < copies; copy++)
                {
                    TVector.KeepLarger(
                        Copy(copy, sums + place, stride, constant), TVector.Fill(copy), ref best, ref winner);
                }
                TVector.Store(best, results + place);
                TVector.Store(winner, names + place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void One(int copy, float* sums, int used, int count)
    {
        var stride = (nint)count * columns;
        for (var point = 0; point < count; point++)
        {
            for (var column = 0; column < used; column += TVector.Count)
            {
                var place = ((nint)point * columns) + column;
                TVector.Store(Copy(copy, sums + place, stride, TVector.Load(bias + column)), results + place);
            }
        }
    }

    /// <summary>The points of a block may lie in several images.</summary>
    private void CopyOut(float* from, int copy, int kept, int firstOutput, int outputs, int point, int count)
    {
        var channels = conv.Args.Geometry.OutChannels;
        for (var at = point; at < point + count;)
        {
            var image = at / perImage;
            var next = Math.Min(point + count, (image + 1) * perImage);
            var result = (((((nint)image * channels) + firstOutput) * kept) + copy) * perImage;
            Transposer.Run(
                from + ((nint)(at - point) * columns), columns, next - at, outputs, product.Target + result + (at % perImage),
                (nint)kept * perImage);
            for (var o = 0; product.Finish.Any && o < outputs; o++)
            {
                var place = result + ((nint)o * kept * perImage) + (at % perImage);
                product.Finish.Apply(product.Target, place, ((firstOutput + o) * kept) + copy, next - at);
            }
            at = next;
        }
    }

    /// <summary>One output after the other, since a vector of names may be cut short.</summary>
    private void CopyNames(int firstOutput, int outputs, int point, int count)
    {
        var channels = conv.Args.Geometry.OutChannels;
        for (var output = 0; output < outputs; output += OutputsAtOnce)
        {
            var some = Math.Min(OutputsAtOnce, outputs - output);
            Transposer.Run(names + output, columns, count, some, turned, TurnedStride(count));
            for (var o = 0; o < some; o++)
            {
                var row = turned + ((nint)o * TurnedStride(count));
                var bytes = (byte*)row;
                // In place: a byte lies before the number it is made of.
                for (var i = 0; i < count; i += TVector.Count)
                    TVector.StoreBytes(TVector.Load(row + i), bytes + i);
                for (var at = point; at < point + count;)
                {
                    var image = at / perImage;
                    var next = Math.Min(point + count, (image + 1) * perImage);
                    var result = ((((nint)image * channels) + firstOutput + output + o) * perImage) + (at % perImage);
                    new ReadOnlySpan<byte>(bytes + (at - point), next - at)
                        .CopyTo(new Span<byte>(product.Winners + result, next - at));
                    at = next;
                }
            }
        }
    }

    private static int TurnedStride(int count) => (count + TVector.Count - 1) / TVector.Count * TVector.Count;
}
