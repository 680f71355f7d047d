namespace Equivariant.Cpu;

/// <summary>Dropout by vectors: the hash of eight or more elements at once, or one decision for a whole channel.</summary>
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
            var blocks = new Blocks(args, operands);
            device.Team.For(count / args.Block, 1 + (VectorMap.SmallestShare / args.Block), ref blocks);
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
            var (scale, threshold) = (new Vector<float>((float)args.Scale), new Vector<int>(args.Threshold));
            Vector<uint> low = new(args.SeedLow), high = new(args.SeedHigh);
            for (var i = start; i < end; i += Vector<float>.Count)
            {
                var index = Vector<uint>.Indices + new Vector<uint>((uint)i);
                var hash = Vector.AsVectorInt32(Mix(Mix(index ^ low) ^ high) >>> 8);
                var kept = Vector.GreaterThanOrEqual(hash, threshold);
                Lanes.Store(Vector.ConditionalSelect(kept, Vector.Load(x + i) * scale, Vector<float>.Zero), y + i, end - i);
            }
        }

        /// <summary>The mixing of the plain body.</summary>
        private static Vector<uint> Mix(Vector<uint> h)
        {
            h = (h ^ (h >>> 16)) * 0x7FEB352D;
            h = (h ^ (h >>> 15)) * 0x846CA68B;
            return h ^ (h >>> 16);
        }
    }

    private readonly struct Blocks(in DropoutOp.Args args, in Operands operands) : IRange
    {
        private readonly DropoutOp.Args args = args;
        private readonly float* y = CpuDevice.Pointer<float>(operands.Y);
        private readonly float* x = CpuDevice.Pointer<float>(operands.A);

        public void Run(int start, int end)
        {
            var scale = new Vector<float>((float)args.Scale);
            for (var block = start; block < end; block++)
            {
                var first = block * args.Block;
                if (!args.Keeps(first))
                {
                    new Span<float>(y + first, args.Block).Clear();
                    continue;
                }
                for (var i = 0; i < args.Block; i += Vector<float>.Count)
                    Lanes.Store(Vector.Load(x + first + i) * scale, y + first + i, args.Block - i);
            }
        }
    }
}
