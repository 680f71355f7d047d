namespace Equivariant.Gpu;

/// <summary>
/// A device that ILGPU drives: it compiles the kernel bodies to CUDA, to OpenCL C, or for its simulated GPU, and runs them in
/// the order of one stream. Calls return before the work is done; only copies to the host wait.
/// </summary>
public sealed class GpuDevice : ComputeDevice
{
    private readonly Context context;
    private readonly AcceleratorStream stream;
    private readonly Copies copies;
    private readonly Action<MemoryBuffer> give;

    // ILGPU's launchers and copies are not made for several threads at once; the loader of batches is a second one.
    private readonly Lock gate = new();
    private long launches;
    private volatile bool disposed;

    internal GpuDevice(
        string id, Context context, ILGPU.Runtime.Device hardware, SymmetricConvPath symmetricConv, long? memoryLimit = null)
    {
        (Id, this.context, ForcedPath) = (id, context, symmetricConv);
        Accelerator = hardware.CreateAccelerator(context);
        // Fewer images at a time leave a large GPU half idle.
        StageBytes = Math.Min(512L << 20, Accelerator.MemorySize / 16);
        stream = Accelerator.CreateStream();
        Pool = new GpuMemoryPool(this, Accelerator, memoryLimit ?? (Accelerator.AcceleratorType == AcceleratorType.CPU
            ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : Accelerator.MemorySize));
        Kernels = new KernelCache(Accelerator);
        copies = new Copies(this, stream, gate);
        give = Pool.Give;
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Name => Accelerator.Name;

    /// <summary>Whether tuned kernels replace plain bodies where they exist.</summary>
    public bool UsesTunedKernels => ForcedPath != SymmetricConvPath.Plain;

    /// <summary>The path that symmetric convolutions take where they can, or <see cref="SymmetricConvPath.Auto"/>.</summary>
    public SymmetricConvPath ForcedPath { get; }

    /// <summary>Bytes that the stages of a convolution may take at a time (<see cref="SymmetricConvPath.Staged"/>).</summary>
    internal long StageBytes { get; }

    /// <inheritdoc/>
    public override MemoryCounters Memory => Pool.Counters;

    /// <inheritdoc/>
    public override TrafficCounters Traffic
    {
        get
        {
            lock (gate)
                return copies.Counted with { Launches = launches };
        }
    }

    /// <summary>Bytes that a tuned kernel writes down for the next one at a time: little enough for the second-level
    /// cache.</summary>
    internal long ScratchBytes { get; set; } = 24 << 20;

    /// <summary>The hardware, for tuned kernels that ask for group sizes and shared memory.</summary>
    internal Accelerator Accelerator { get; }

    internal GpuMemoryPool Pool { get; }

    internal KernelCache Kernels { get; }

    internal bool IsDisposed => disposed;

    /// <inheritdoc/>
    public override void ResetPeak() => Pool.ResetPeak();

    /// <inheritdoc/>
    public override void TrimPool()
    {
        Synchronize();
        Pool.Trim();
    }

    /// <inheritdoc/>
    public override void Synchronize() => Guarded(this, static device => device.copies.Synchronize());

    internal override void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
    {
        Enter();
        var tuned = UsesTunedKernels ? TheOnly<IGpuTuned<TKernel, TArgs>, GpuDevice>.Instance : null;
        if (count == 0 || tuned?.TryRun(this, count, args, operands) == true)
            return;
        GpuDoubles Doubles(Tensor? x) => new(View<double>(x));
        GpuFloats Floats(Tensor? x) => new(View<float>(x));
        GpuIntegers Integers(Tensor? x) => new(View<int>(x));
        if (operands.Y.DType == DType.Float64)
            RunBody<TKernel, TArgs, double, GpuDoubles>(count, args, operands.Views(Doubles, Integers));
        else
            RunBody<TKernel, TArgs, float, GpuFloats>(count, args, operands.Views(Floats, Integers));
    }

    /// <summary>The elements of a tensor for a kernel; an empty view for one left out.</summary>
    /// <exception cref="ShapeException">The tensor is on another device.</exception>
    internal ArrayView<T> View<T>(Tensor? tensor) where T : unmanaged
    {
        if (tensor is null)
            return ArrayView<T>.Empty;
        if (tensor.Storage is GpuStorage storage && storage.Device == this)
            return storage.View.Cast<T>();
        throw new ShapeException(
            $"{tensor.Shape} is on {tensor.Device.Id} but the kernel runs on {Id}; copy it to that device.");
    }

    /// <summary>The tensors of a launch as views, empty for those left out.</summary>
    internal Buffers<ArrayView<float>, ArrayView<int>> Views(in Operands operands) => operands.Views(View<float>, View<int>);

    /// <summary>Runs the launcher of a tuned kernel, alone on the stream, and counts it.</summary>
    internal void Enqueue(Action<AcceleratorStream> launch)
    {
        lock (gate)
        {
            Guarded(launch, launch => launch(stream));
            launches++;
        }
    }

    internal override T? Find<T>() where T : class => TheOnly<T, GpuDevice>.Instance;

    internal override Storage Allocate(long bytes)
    {
        Enter();
        return new GpuStorage(this, Pool.Take(bytes), 0, bytes, give);
    }

    internal override Storage Slice(Storage whole, long start, long bytes) =>
        ((GpuStorage)whole).Slice(start, bytes);

    internal override void Write(Storage target, ReadOnlySpan<byte> source)
    {
        if (!source.IsEmpty)
            Guarded(source, source => copies.Write((GpuStorage)target, source));
    }

    internal override Storage Upload(ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
            return Allocate(0);
        Storage? target = null;
        Guarded(source, source => target = copies.Upload(source));
        return target!;
    }

    internal override void Read(Storage source, Span<byte> target)
    {
        if (!target.IsEmpty)
            Guarded(target, target => copies.Read((GpuStorage)source, target));
    }

    internal override void Close()
    {
        if (disposed)
            return;
        disposed = true;
        lock (gate)
        {
            try
            {
                Accelerator.Bind();
                stream.Synchronize();
                copies.Dispose();
                Pool.Close();
                stream.Dispose();
                Accelerator.Dispose();
            }
            catch (AcceleratorException)
            {
                // A device that is gone has nothing left to free.
            }
            context.Dispose();
        }
    }

    private void RunBody<TKernel, TArgs, T, TReal>(int count, TArgs args, Buffers<TReal, GpuIntegers> buffers)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReal : struct, IRealBuffer<T>
    {
        var launch = Kernels.Plain<TKernel, TArgs, T, TReal>();
        Enqueue(stream => launch(stream, count, args, buffers));
    }

    /// <summary>Does something with the driver, whose exceptions become those of the device.</summary>
    private void Guarded<TState>(TState state, Action<TState> work) where TState : allows ref struct
    {
        Enter();
        try
        {
            work(state);
        }
        catch (AcceleratorException e)
        {
            throw new DeviceException(
                $"The device {Id} ({Name}) has failed: {e.Message} It may have been reset or removed; start again.", e);
        }
    }

    /// <summary>Before anything is asked of the device. CUDA's calls go to the context of the calling thread, and ILGPU sets it
    /// in most places, but not where host memory is page-locked.</summary>
    private void Enter()
    {
        if (disposed)
            throw new DeviceException($"The device {Id} ({Name}) was disposed; open it again, and make its tensors anew.");
        Accelerator.Bind();
    }
}
