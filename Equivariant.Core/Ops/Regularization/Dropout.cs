namespace Equivariant;

public static partial class Ops
{
    /// <summary>
    /// In training, sets each element to 0 with probability <paramref name="p"/> and multiplies the others by 1/(1−p)
    /// (Srivastava et al. 2014); else the input itself.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="p">0 to 1.</param>
    /// <param name="seed">Decides which elements, e.g. <see cref="Rng.NextUInt64"/>: the same seed, the same elements, on every
    /// device.</param>
    /// <param name="training">Whether to drop anything.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is no probability.</exception>
    public static Tensor Dropout(Tensor x, double p, ulong seed, bool training = true) =>
        DropoutOp.Apply(nameof(Dropout), x, p, seed, 1, training);

    /// <summary>
    /// Dropout of whole channels of [batch, channels, …], as PyTorch's <c>Dropout2d</c> and <c>Dropout3d</c>: one decision for
    /// each image and channel, so that it commutes with turns of the image.
    /// </summary>
    /// <inheritdoc cref="Dropout"/>
    /// <exception cref="ShapeException">There is no axis of channels.</exception>
    public static Tensor DropoutChannels(Tensor x, double p, ulong seed, bool training = true)
    {
        if (x.Shape.Rank < 2)
            throw new ShapeException($"DropoutChannels: {x.Shape} needs [batch, channels, …].");
        return DropoutOp.Apply(nameof(DropoutChannels), x, p, seed, x.Shape.CountOf(2, x.Shape.Rank), training);
    }
}

internal static class DropoutOp
{
    /// <summary>Dropout with one decision for each <paramref name="block"/> of neighbouring elements.</summary>
    public static Tensor Apply(string op, Tensor x, double p, ulong seed, int block, bool training)
    {
        Ops.CheckAlike(op, x);
        if (p is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, $"{op}: the probability to be dropped lies between 0 and 1.");
        if (!training || p == 0)
            return x;
        var args = new Args(block, (int)Math.Round(p * (1 << 24)), (uint)seed, (uint)(seed >> 32), p < 1 ? 1 / (1 - p) : 0);
        return Ops.ApplyLinear<Kernel, Kernel, Args>(op, x, x.Shape, args, 16, 16);
    }

    /// <summary><c>Block</c> elements share a decision; hashes of 24 bits below <c>Threshold</c> are dropped.</summary>
    internal readonly record struct Args(int Block, int Threshold, uint SeedLow, uint SeedHigh, double Scale)
    {
        /// <summary>Whether element i stays: a function of seed and index alone, so that no mask need be kept for the way
        /// back.</summary>
        public bool Keeps(int i) => (int)(Mix(Mix((uint)(Block == 1 ? i : i / Block) ^ SeedLow) ^ SeedHigh) >> 8) >= Threshold;

        /// <summary>A mixing of 32 bits in which every bit depends on every other (Wellons' lowbias32).</summary>
        private static uint Mix(uint h)
        {
            h = (h ^ (h >> 16)) * 0x7FEB352D;
            h = (h ^ (h >> 15)) * 0x846CA68B;
            return h ^ (h >> 16);
        }
    }

    /// <summary>Forward and backward alike: the op is linear.</summary>
    internal readonly struct Kernel : IKernel<Args>
    {
        static void IKernel<Args>.Run<T, TReal, TIndex>(int i, in Args args, in Buffers<TReal, TIndex> b)
        {
            var y = b.Y;
            y[i] = args.Keeps(i) ? b.A[i] * TReal.Of(args.Scale) : T.Zero;
        }
    }
}
