using System.Runtime.Intrinsics;

namespace Equivariant.Cpu;

/// <summary>Dropout by vectors: the hash of 16 elements at once, or one decision for a whole channel.</summary>
internal sealed unsafe class TunedDropout : ITuned<DropoutOp.Kernel, DropoutOp.Args>
{
    public bool TryRun(CpuDevice device, int count, in DropoutOp.Args args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        if (args.Block == 1)
        {
            var elements = new Elements(args, operands);
            device.Team.For(count, VectorMap.SmallestShare / 2, ref elements);
        }
        else
        {
            VectorWidth.For(
                device, count / args.Block, 1 + (VectorMap.SmallestShare / args.Block), new Blocks(args, operands));
        }
        return true;
    }

    private readonly struct Elements(in DropoutOp.Args args, in Operands operands) : IRange
    {
        private readonly DropoutOp.Args args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var threshold = Vector512.Create(args.Threshold);
            var (low, high) = (Vector512.Create((uint)args.SeedLow), Vector512.Create((uint)args.SeedHigh));
            for (var i = start; i < end; i += Vector512<float>.Count)
            {
                // Integers have no vectors of ours; the runtime makes two or four of these where they are shorter.
                var index = Vector512<uint>.Indices + Vector512.Create((uint)i);
                var hash = (Mix(Mix(index ^ low) ^ high) >>> 8).AsInt32();
                var kept = Vector512.GreaterThanOrEqual(hash, threshold).AsSingle();
                var scaled = Vector512.Load(x + i) * (float)args.Scale;
                Vector512F.Store(new(Vector512.ConditionalSelect(kept, scaled, default)), y + i, end - i);
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

    private readonly struct Blocks(in DropoutOp.Args args, in Operands operands) : IVectorRange
    {
        private readonly DropoutOp.Args args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        void IVectorRange.Run<TVector>(int start, int end)
        {
            var scale = TVector.Of(args.Scale);
            for (var block = start; block < end; block++)
            {
                var first = block * args.Block;
                if (!args.Keeps(first))
                {
                    new Span<float>(y + first, args.Block).Clear();
                    continue;
                }
                for (var i = 0; i < args.Block; i += TVector.Count)
                    TVector.Store(TVector.Load(x + first + i) * scale, y + first + i, args.Block - i);
            }
        }
    }
}
