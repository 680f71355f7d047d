namespace Equivariant;

public static partial class Ops
{
    /// <summary>The dense kernels that a few parameters stand for: every tap takes the parameter its index map names, or
    /// 0.</summary>
    /// <param name="theta">Parameters [outputs, inputs / groups, parameters].</param>
    /// <param name="tables">The index map, on the device of <paramref name="theta"/>; must outlive the tape.</param>
    /// <returns>
    /// A weight for a convolution, [outputs · copies, inputs / groups, kernel…]. Channel <c>output · copies + copy</c> is the
    /// given oriented copy, so that the channels of a group stay together, <see cref="Maxout"/> reduces over the copies, and a
    /// reshape to [batch, outputs, copies, …] makes them an axis.
    /// </returns>
    /// <exception cref="ShapeException">Another number of parameters than the map has.</exception>
    public static Tensor ExpandKernel(Tensor theta, IndexTables tables)
    {
        var map = tables.Map;
        CheckAlike(nameof(ExpandKernel), theta);
        CheckIndices(nameof(ExpandKernel), theta, tables.Table);
        CheckParameters(nameof(ExpandKernel), theta, map);
        var y = New([theta.Shape[0] * map.Orientations, theta.Shape[1], .. map.KernelSize], theta);
        Launch<ExpandKernelOp.Forward, ExpandKernelOp.Args>(
            y.Count, new(map, theta), new Operands { Y = y, A = theta, I = tables.Table }, 8);
        return Tape.Result(nameof(ExpandKernel), y, [theta], (dy, gradients) =>
            gradients.Add(theta, ExpandKernelGradient(gradients.New(theta), dy, tables)));
    }

    /// <summary>Fills the parameters' gradient from that of the dense kernels.</summary>
    internal static Tensor ExpandKernelGradient(Tensor dtheta, Tensor dkernel, IndexTables tables)
    {
        var map = tables.Map;
        Launch<ExpandKernelOp.Backward, ExpandKernelOp.Args>(dtheta.Count, new(map, dtheta),
            new Operands { Y = dtheta, A = dkernel, I = tables.Positions, J = tables.Offsets },
            8 + (2 * map.Positions.Length / map.Parameters));
        return dtheta;
    }

    /// <summary>A bias for every oriented copy of an output, [outputs · copies].</summary>
    internal static Tensor RepeatForCopies(Tensor bias, int copies) =>
        Flatten(Expand(Reshape(bias, bias.Count, 1), [bias.Count, copies]), 0);

    /// <summary>Refuses parameters that are not those of an index map.</summary>
    private static void CheckParameters(string op, Tensor theta, KernelIndexMap map)
    {
        if (theta.Shape.Rank != 3 || theta.Shape[2] != map.Parameters)
        {
            throw new ShapeException($"{op}: the parameters are {theta.Shape}, the index map ({map}) needs "
                + $"[outputs, inputs / groups, {map.Parameters}].");
        }
    }

    /// <summary>Refuses a bias that has not one number for each output of the parameters.</summary>
    private static void CheckBias(string op, Tensor? bias, Tensor theta)
    {
        if (bias is not null && bias.Shape != [theta.Shape[0]])
        {
            throw new ShapeException(
                $"{op}: bias {bias.Shape} must be [{theta.Shape[0]}], one number an output of {theta.Shape}.");
        }
    }
}

internal static class ExpandKernelOp
{
    internal readonly record struct Args(int Inputs, int Parameters, int Taps, int Copies)
    {
        public Args(KernelIndexMap map, Tensor theta) : this(theta.Shape[1], map.Parameters, map.Taps, map.Orientations)
        {
        }
    }

    internal readonly struct Forward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var row = i / args.Taps;
            var tap = i - (row * args.Taps);
            var channel = row / args.Inputs;
            var input = row - (channel * args.Inputs);
            var output = channel / args.Copies;
            var copy = channel - (output * args.Copies);
            var parameter = b.I[(copy * args.Taps) + tap];
            var y = b.Y;
            y[i] = parameter < 0 ? T.Zero : b.A[(((output * args.Inputs) + input) * args.Parameters) + parameter];
        }
    }

    internal readonly struct Backward : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var dy = b.A;
            var positions = b.I;
            var row = i / args.Parameters;
            var parameter = i - (row * args.Parameters);
            var output = row / args.Inputs;
            var input = row - (output * args.Inputs);
            var end = b.J[parameter + 1];
            var sum = T.Zero;
            for (var k = b.J[parameter]; k < end; k++)
            {
                var copy = positions[k] / args.Taps;
                var tap = positions[k] - (copy * args.Taps);
                sum += dy[(((((output * args.Copies) + copy) * args.Inputs) + input) * args.Taps) + tap];
            }
            var dtheta = b.Y;
            dtheta[i] = sum;
        }
    }
}
