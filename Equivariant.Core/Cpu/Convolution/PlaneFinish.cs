namespace Equivariant.Cpu;

/// <summary>A <see cref="ConvFinish"/> on the CPU, applied to cells of a channel while they are in the cache.</summary>
internal readonly unsafe struct PlaneFinish(float* scale, float* shift, float* residual, bool relu)
{
    public static PlaneFinish Of(ConvFinish finish) => new(
        CpuDevice.Pointer<float>(finish.Scale), CpuDevice.Pointer<float>(finish.Shift),
        CpuDevice.Pointer<float>(finish.Residual), finish.Relu);

    /// <summary>Whether there is anything to do.</summary>
    public bool Any => scale != null;

    /// <summary>Finishes <paramref name="count"/> results of one channel, <paramref name="place"/> elements behind the first
    /// result of all.</summary>
    public void Apply(float* y, nint place, int channel, int count)
    {
        var (scales, shifts) = (new Vector<float>(scale[channel]), new Vector<float>(shift[channel]));
        for (var i = place; i < place + count; i += Vector<float>.Count)
        {
            var value = Vector.FusedMultiplyAdd(Vector.Load(y + i), scales, shifts);
            if (residual != null)
                value += Vector.Load(residual + i);
            if (relu)
                value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);
            Lanes.Store(value, y + i, (int)(place + count - i));
        }
    }
}

/// <summary>Finishes a result that is complete in memory; indices are planes.</summary>
internal readonly unsafe struct FinishedPlanes(PlaneFinish finish, float* y, int channels, int cells) : IRange
{
    public void Run(int start, int end)
    {
        for (var plane = start; plane < end; plane++)
            finish.Apply(y, (nint)plane * cells, plane % channels, cells);
    }
}
