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

    /// <summary>Finishes <paramref name="count"/> results of one channel, from <paramref name="start"/> on.</summary>
    public void Apply<TVector>(float* y, nint start, int channel, int count) where TVector : struct, IVector<TVector>
    {
        var scales = TVector.Fill(scale == null ? 1 : scale[channel]);
        var shifts = TVector.Fill(shift == null ? 0 : shift[channel]);
        for (var i = 0; i < count; i += TVector.Count)
        {
            var at = start + i;
            var value = TVector.MultiplyAdd(TVector.Load(y + at), scales, shifts);
            if (residual != null)
                value += TVector.Load(residual + at);
            if (relu)
                value = TVector.WhereLess(value, default, default, value);
            TVector.Store(value, y + at, count - i);
        }
    }

    /// <summary>Finishes results that are complete in memory, some planes of all channels.</summary>
    public void ApplyToPlanes(CpuDevice device, float* y, int planes, int channels, int cells, int smallest) =>
        VectorWidth.For(device, planes, smallest, new Planes(this, y, channels, cells));

    private readonly struct Planes(PlaneEpilogue epilogue, float* y, int channels, int cells) : IVectorRange
    {
        void IVectorRange.Run<TVector>(int start, int end)
        {
            for (var plane = start; plane < end; plane++)
                epilogue.Apply<TVector>(y, (nint)plane * cells, plane % channels, cells);
        }
    }
}

/// <summary>An epilogue in a pass of its own, for results whose kernel left it out.</summary>
internal sealed unsafe class TunedEpilogue : ITuned<EpilogueOp.Kernel, EpilogueArgs>
{
    public bool TryRun(CpuDevice device, int count, in EpilogueArgs args, in Operands operands)
    {
        if (operands.Y.DType != DType.Float32)
            return false;
        new PlaneEpilogue(args, operands).ApplyToPlanes(device, CpuDevice.Pointer<float>(operands.Y),
            count / args.Inner, args.Channels, args.Inner, 1 + (VectorMap.SmallestShare / args.Inner));
        return true;
    }
}
