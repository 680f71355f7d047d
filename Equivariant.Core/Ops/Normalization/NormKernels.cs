namespace Equivariant;

/// <summary>
/// The kernel bodies of the norms. Sums are compensated (Kahan) and the variance is taken about the mean in a second pass, so
/// that single precision keeps its digits for large groups and for means far from zero.
/// </summary>
internal static class NormKernels
{
    /// <summary>Index: group. Y = mean, Y2 = biased variance of A.</summary>
    internal readonly struct Moments : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var (x, mean, variance) = (b.A, b.Y, b.Y2);
            var step = args.GroupCount * args.GroupInner;
            var count = TReal.Of(args.GroupSize);
            var sum = default(Compensated<T>);
            for (var run = 0; run < args.GroupRuns; run++)
            {
                var start = (run * step) + (i * args.GroupInner);
                for (var k = start; k < start + args.GroupInner; k++)
                    sum += x[k];
            }
            var centre = sum.Sum / count;
            var squares = default(Compensated<T>);
            for (var run = 0; run < args.GroupRuns; run++)
            {
                var start = (run * step) + (i * args.GroupInner);
                for (var k = start; k < start + args.GroupInner; k++)
                {
                    var distance = x[k] - centre;
                    squares += distance * distance;
                }
            }
            mean[i] = centre;
            variance[i] = squares.Sum / count;
        }
    }

    /// <summary>Index: element. Y = normalised A, with mean B, variance C, weight D, bias E.</summary>
    internal readonly struct Normalise : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            var group = args.Group(i);
            var slot = args.Slot(i);
            var value = (b.A[i] - b.B[group]) / T.Sqrt(b.C[group] + TReal.Of(args.Eps));
            if (args.HasWeight != 0)
                value *= b.D[slot];
            if (args.HasBias != 0)
                value += b.E[slot];
            y[i] = value;
        }
    }

    /// <summary>Index: slot. Y = Σ dy, Y2 = Σ dy·x̂: the gradients of bias and weight. dy in A, x in B, mean C,
    /// variance D.</summary>
    internal readonly struct SlotSums : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var (dy, x, mean, variance) = (b.A, b.B, b.C, b.D);
            var eps = TReal.Of(args.Eps);
            Compensated<T> sum = default, product = default;
            for (var run = 0; run < args.SlotRuns; run++)
            {
                var start = ((run * args.SlotCount) + i) * args.SlotInner;
                var group = args.Group(start);
                var centre = mean[group];
                var scale = T.One / T.Sqrt(variance[group] + eps);
                for (var k = start; k < start + args.SlotInner; k++)
                {
                    sum += dy[k];
                    product += dy[k] * ((x[k] - centre) * scale);
                }
            }
            var (dbias, dweight) = (b.Y, b.Y2);
            dbias[i] = sum.Sum;
            dweight[i] = product.Sum;
        }
    }

    /// <summary>
    /// Index: group. Y[0,·] = mean of dy·weight, Y[1,·] = mean of dy·weight·x̂. dy in A, x in B, mean C, variance D, weight E.
    /// </summary>
    internal readonly struct GroupMeans : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var (dy, x, weight, means) = (b.A, b.B, b.E, b.Y);
            var centre = b.C[i];
            var scale = T.One / T.Sqrt(b.D[i] + TReal.Of(args.Eps));
            Compensated<T> sum = default, product = default;
            for (var run = 0; run < args.GroupRuns; run++)
            {
                var start = ((run * args.GroupCount) + i) * args.GroupInner;
                for (var k = start; k < start + args.GroupInner; k++)
                {
                    var gradient = dy[k];
                    if (args.HasWeight != 0)
                        gradient *= weight[args.Slot(k)];
                    sum += gradient;
                    product += gradient * ((x[k] - centre) * scale);
                }
            }
            var count = TReal.Of(args.GroupSize);
            means[i] = sum.Sum / count;
            means[args.GroupCount + i] = product.Sum / count;
        }
    }

    /// <summary>
    /// As <see cref="GroupMeans"/> where every group is one slot: from the sums of <see cref="SlotSums"/> in A and B, weight C.
    /// </summary>
    internal readonly struct MeansOfSums : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var means = b.Y;
            var scale = T.One / TReal.Of(args.GroupSize);
            if (args.HasWeight != 0)
                scale *= b.C[i];
            means[i] = b.A[i] * scale;
            means[args.GroupCount + i] = b.B[i] * scale;
        }
    }

    /// <summary>
    /// Index: element. Y = dx from dy in A, x in B, mean C, variance D, the means of <see cref="GroupMeans"/> E, weight F.
    /// </summary>
    internal readonly struct Gradient : IKernel<NormArgs>
    {
        static void IKernel<NormArgs>.Run<T, TReal, TIndex>(int i, in NormArgs args, in Buffers<TReal, TIndex> b)
        {
            var dx = b.Y;
            var group = args.Group(i);
            var scale = T.One / T.Sqrt(b.D[group] + TReal.Of(args.Eps));
            var gradient = b.A[i];
            if (args.HasWeight != 0)
                gradient *= b.F[args.Slot(i)];
            if (args.Frozen == 0)
            {
                var standard = (b.B[i] - b.C[group]) * scale;
                gradient = gradient - b.E[group] - (standard * b.E[args.GroupCount + group]);
            }
            dx[i] = gradient * scale;
        }
    }
}
