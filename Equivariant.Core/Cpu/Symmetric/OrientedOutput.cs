namespace Equivariant.Cpu;

/// <summary>The output transform on the CPU: makes the copies of a block's accumulators [accumulator, pixel, output], adds the
/// bias, takes the maxout over the copies with its argmax, and writes the layout of the result.</summary>
internal readonly unsafe struct OrientedOutput<TVector> where TVector : struct, IVector<TVector>
{
    /// <summary>Outputs whose argmax is transposed at once.</summary>
    private const int OutputsAtOnce = 8;

    private readonly ImplicitGemm gemm;
    private readonly FactorisedConv conv;
    private readonly int copies, perImage;
    private readonly float* results, argMax, turned, bias, factors;
    private readonly int* accumulators, places, starts;

    /// <summary>Notes how copies are made of accumulators, for blocks of at most so many pixels and outputs, the outputs in whole
    /// vectors; with <see cref="ScratchSize"/> numbers of scratch.</summary>
    public OrientedOutput(in ImplicitGemm gemm, int pixels, int columns, float* scratch)
    {
        conv = gemm.Copies!;
        var transform = conv.Transform;
        (this.gemm, copies, perImage) = (gemm, transform.Copies, gemm.Grid.PixelsPerImage);
        results = scratch;
        argMax = results + ((nint)pixels * columns) + Overshoot;
        turned = argMax + ((nint)pixels * columns) + Overshoot;
        bias = turned + (OutputsAtOnce * TurnedStride(pixels));
        factors = bias + columns + Overshoot;
        accumulators = (int*)factors + transform.OutputTransform.Length;
        places = accumulators + transform.OutputTransform.Length;
        starts = places + transform.OutputTransform.Length;
        var count = 0;
        for (var copy = 0; copy < copies; copy++)
        {
            starts[copy] = count;
            for (var a = 0; a < transform.Accumulators; a++)
            {
                var factor = transform.OutputTransform[(copy * transform.Accumulators) + a];
                if (factor == 0)
                    continue;
                factors[count] = (float)factor * conv.Scale;
                accumulators[count++] = a;
            }
        }
        starts[copies] = count;
    }

    /// <summary>Vectors are worked on four at a time: so many numbers may lie behind the last.</summary>
    public static int Overshoot => 4 * TVector.Count;

    public static long ScratchSize(FactorisedConv conv, int pixels, int columns) =>
        (((2L * pixels) + 1) * columns) + (3 * Overshoot) + (OutputsAtOnce * TurnedStride(pixels))
        + (3 * conv.Transform.OutputTransform.Length) + conv.Transform.Copies + 1;

    /// <summary>Finishes one block of <paramref name="outputs"/> × <paramref name="count"/> pixels, whose accumulators lie
    /// <paramref name="columns"/> from pixel to pixel; <see cref="Overshoot"/> more are read.</summary>
    public void Write(float* sums, int columns, int firstOutput, int outputs, int pixel, int count)
    {
        new Span<float>(bias, columns + Overshoot).Clear();
        for (var column = 0; gemm.Bias != null && column < columns + Overshoot; column++)
        {
            // Once around: a group of vectors may go on with the next pixel.
            if (column % columns < outputs)
                bias[column] = gemm.Bias[firstOutput + (column % columns)] * conv.BiasScale;
        }
        for (var k = 0; k < starts[copies]; k++)
            places[k] = accumulators[k] * count * columns;
        if (conv.Plan.IsMax)
        {
            Largest(sums, columns, count * columns);
            WriteResults(results, columns, 0, 1, firstOutput, outputs, pixel, count);
            if (gemm.ArgMax != null)
                WriteArgMax(columns, firstOutput, outputs, pixel, count);
            return;
        }
        for (var copy = 0; copy < copies; copy++)
        {
            One(copy, sums, columns, count * columns);
            WriteResults(results, columns, copy, copies, firstOutput, outputs, pixel, count);
        }
    }

    /// <summary>Four vectors share the look-up of a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(
        int copy, float* sums, float* bias, out TVector v0, out TVector v1, out TVector v2, out TVector v3)
    {
        TVector s0 = TVector.Load(bias), s1 = TVector.Load(bias + TVector.Count);
        TVector s2 = TVector.Load(bias + (2 * TVector.Count)), s3 = TVector.Load(bias + (3 * TVector.Count));
        for (var k = starts[copy]; k < starts[copy + 1]; k++)
        {
            var factor = TVector.Fill(factors[k]);
            var from = sums + places[k];
            s0 = TVector.MultiplyAdd(factor, TVector.Load(from), s0);
            s1 = TVector.MultiplyAdd(factor, TVector.Load(from + TVector.Count), s1);
            s2 = TVector.MultiplyAdd(factor, TVector.Load(from + (2 * TVector.Count)), s2);
            s3 = TVector.MultiplyAdd(factor, TVector.Load(from + (3 * TVector.Count)), s3);
        }
        (v0, v1, v2, v3) = (s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Largest(float* sums, int columns, int numbers)
    {
        for (var place = 0; place < numbers; place += 4 * TVector.Count)
        {
            var constant = bias + (place % columns);
            Copy(0, sums + place, constant, out var b0, out var b1, out var b2, out var b3);
            TVector w0 = TVector.Fill(0), w1 = w0, w2 = w0, w3 = w0;
            for (var copy = 1; copy < copies; copy++)
            {
                Copy(copy, sums + place, constant, out var v0, out var v1, out var v2, out var v3);
                var index = TVector.Fill(copy);
                TVector.KeepLarger(v0, index, ref b0, ref w0);
                TVector.KeepLarger(v1, index, ref b1, ref w1);
                TVector.KeepLarger(v2, index, ref b2, ref w2);
                TVector.KeepLarger(v3, index, ref b3, ref w3);
            }
            Store(results + place, b0, b1, b2, b3);
            Store(argMax + place, w0, w1, w2, w3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void One(int copy, float* sums, int columns, int numbers)
    {
        for (var place = 0; place < numbers; place += 4 * TVector.Count)
        {
            Copy(copy, sums + place, bias + (place % columns), out var v0, out var v1, out var v2, out var v3);
            Store(results + place, v0, v1, v2, v3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        TVector.Store(v0, to);
        TVector.Store(v1, to + TVector.Count);
        TVector.Store(v2, to + (2 * TVector.Count));
        TVector.Store(v3, to + (3 * TVector.Count));
    }

    /// <summary>The pixels of a block may lie in several images.</summary>
    private void WriteResults(float* from, int columns, int copy, int kept, int firstOutput, int outputs, int pixel, int count)
    {
        var channels = conv.Plan.Geometry.OutChannels;
        for (var at = pixel; at < pixel + count;)
        {
            var image = at / perImage;
            var next = Math.Min(pixel + count, (image + 1) * perImage);
            var result = (((((nint)image * channels) + firstOutput) * kept) + copy) * perImage;
            Transposer.Run(
                from + ((nint)(at - pixel) * columns), columns, next - at, outputs, gemm.Target + result + (at % perImage),
                (nint)kept * perImage);
            for (var o = 0; gemm.Epilogue.Any && o < outputs; o++)
            {
                var place = result + ((nint)o * kept * perImage) + (at % perImage);
                gemm.Epilogue.Apply<TVector>(gemm.Target, place, ((firstOutput + o) * kept) + copy, next - at);
            }
            at = next;
        }
    }

    /// <summary>One output after the other, since a vector of the argmax may be cut short.</summary>
    private void WriteArgMax(int columns, int firstOutput, int outputs, int pixel, int count)
    {
        var channels = conv.Plan.Geometry.OutChannels;
        for (var output = 0; output < outputs; output += OutputsAtOnce)
        {
            var some = Math.Min(OutputsAtOnce, outputs - output);
            Transposer.Run(argMax + output, columns, count, some, turned, TurnedStride(count));
            for (var o = 0; o < some; o++)
            {
                var row = turned + ((nint)o * TurnedStride(count));
                var bytes = (byte*)row;
                // In place: a byte lies before the number it is made of.
                for (var i = 0; i < count; i += TVector.Count)
                    TVector.StoreBytes(TVector.Load(row + i), bytes + i);
                for (var at = pixel; at < pixel + count;)
                {
                    var image = at / perImage;
                    var next = Math.Min(pixel + count, (image + 1) * perImage);
                    var result = ((((nint)image * channels) + firstOutput + output + o) * perImage) + (at % perImage);
                    new ReadOnlySpan<byte>(bytes + (at - pixel), next - at)
                        .CopyTo(new Span<byte>(gemm.ArgMax + result, next - at));
                    at = next;
                }
            }
        }
    }

    private static int TurnedStride(int count) => (count + TVector.Count - 1) / TVector.Count * TVector.Count;
}
