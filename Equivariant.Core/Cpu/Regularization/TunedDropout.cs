using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>Dropout by vectors: the hash of 16 elements at once, or one decision for a whole channel.</summary>
internal sealed unsafe class TunedDropout : VectorKernel<DropoutOp.Kernel, DropoutOp.Args>
{
    protected override (int Items, int Smallest) Share(int count, in DropoutOp.Args args) => args.Block == 1
        ? (count, VectorMap.SmallestShare / 2) : (count / args.Block, 1 + (VectorMap.SmallestShare / args.Block));

    protected override void Run<TVector>(int start, int end, in DropoutOp.Args args, in CpuOperands b)
    {
        if (args.Block == 1)
        {
            Elements(start, end, args, b.A, b.Y);
            return;
        }
        var scale = TVector.Of(args.Scale);
        for (var block = start; block < end; block++)
        {
            var first = block * args.Block;
            float* x = b.A + first, y = b.Y + first;
            if (!args.Keeps(first))
            {
                new Span<float>(y, args.Block).Clear();
                continue;
            }
            for (var i = 0; i < args.Block; i += TVector.Count)
                TVector.Store(TVector.Load(x + i) * scale, y + i, args.Block - i);
        }
    }

    private static void Elements(int start, int end, in DropoutOp.Args args, float* x, float* y)
    {
        var (threshold, scale) = (Vector512.Create(args.Threshold), (float)args.Scale);
        var (low, high) = (Vector512.Create((uint)args.SeedLow), Vector512.Create((uint)args.SeedHigh));
        for (var i = start; i < end; i += Vector512<float>.Count)
        {
            // Integers have no vectors of ours; the runtime makes two or four of these where they are shorter.
            var index = Vector512<uint>.Indices + Vector512.Create((uint)i);
            var hash = (Mix(Mix(index ^ low) ^ high) >>> 8).AsInt32();
            var kept = Vector512.GreaterThanOrEqual(hash, threshold).AsSingle();
            var value = Vector512.ConditionalSelect(kept, Vector512.Load(x + i) * scale, default);
            if (i <= end - Vector512<float>.Count)
                value.Store(y + i);
            else
                VectorMath.StoreFirst(new Vector512F(value), y + i, end - i);
        }
    }

    /// <summary>The mixing of the plain body.</summary>
    private static Vector512<uint> Mix(Vector512<uint> h)
    {
        h = (h ^ (h >>> 16)) * 0x7FEB352D;
        h = (h ^ (h >>> 15)) * 0x846CA68B;
        return h ^ (h >>> 16);
    }
}
