namespace Equivariant.Cpu;

/// <summary>A constant in all places.</summary>
internal sealed unsafe class TunedFill : ITuned<FillKernel, double>
{
    public bool TryRun(CpuDevice device, int count, in double args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var range = new Elements(CpuDevice.Pointer<float>(operands.Y), (float)args);
        device.Team.For(count, 4 * VectorMap.SmallestShare, ref range);
        return true;
    }

    private readonly struct Elements(float* y, float value) : IRange
    {
        public void Run(int start, int end) => new Span<float>(y + start, end - start).Fill(value);
    }
}
