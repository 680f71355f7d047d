namespace Equivariant.Cpu;

/// <summary>An <see cref="Epilogue"/> on the CPU, applied to some results of a channel while they are in the cache.</summary>
internal readonly unsafe struct PlaneEpilogue
{
    private readonly float* scale, shift, residual;
    private readonly bool relu;

    /// <summary>The epilogue of a launch.</summary>
    public PlaneEpilogue(in EpilogueArgs args, in Operands operands)
    {
        Any = args.Channels > 0;
        scale = args.HasScale != 0 ? CpuDevice.Pointer<float>(operands.D) : null;
        shift = args.HasShift != 0 ? CpuDevice.Pointer<float>(operands.E) : null;
        residual = args.HasResidual != 0 ? CpuDevice.Pointer<float>(operands.F) : null;
        relu = args.Relu != 0;
    }

    /// <summary>Whether there is anything to do.</summary>
    public bool Any { get; }

    /// <summary>Finishes <paramref name="count"/> results of one channel.</summary>
    /// <param name="y">The first result of all.</param>
    /// <param name="start">The first of those to finish.</param>
    /// <param name="channel">Their channel.</param>
    /// <param name="count">Their number.</param>
    public void Apply(float* y, nint start, int channel, int count)
    {
        var scales = new Vector<float>(scale == null ? 1 : scale[channel]);
        var shifts = new Vector<float>(shift == null ? 0 : shift[channel]);
        for (var i = start; i < start + count; i += Vector<float>.Count)
        {
            var value = Vector.FusedMultiplyAdd(Vector.Load(y + i), scales, shifts);
            if (residual != null)
                value += Vector.Load(residual + i);
            if (relu)
                value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);
            Lanes.Store(value, y + i, (int)(start + count - i));
        }
    }
}

/// <summary>Applies an epilogue to a result that is complete in memory; indices are planes.</summary>
internal readonly unsafe struct EpilogueOfPlanes(PlaneEpilogue epilogue, float* y, int channels, int cells) : IRange
{
    public void Run(int start, int end)
    {
        for (var plane = start; plane < end; plane++)
            epilogue.Apply(y, (nint)plane * cells, plane % channels, cells);
    }
}

/// <summary>An epilogue in a pass of its own, for results whose kernel left it out.</summary>
internal sealed unsafe class TunedEpilogue : ITuned<EpilogueOp.Kernel, EpilogueArgs>
{
    public bool TryRun(CpuDevice device, int count, in EpilogueArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        var planes = new EpilogueOfPlanes(
            new(args, operands), CpuDevice.Pointer<float>(operands.Y), args.Channels, args.Inner);
        device.Team.For(count / args.Inner, 1 + (VectorMap.SmallestShare / args.Inner), ref planes);
        return true;
    }
}
