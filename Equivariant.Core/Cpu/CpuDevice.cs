using System.Diagnostics.CodeAnalysis;
using Equivariant.Cpu;
using System.Runtime.Intrinsics;

namespace Equivariant;

/// <summary>The managed CPU device: native pooled memory, all cores, tuned kernels where there are some.</summary>
public sealed class CpuDevice : ComputeDevice
{
    /// <summary>Operations below which a launch stays on one core; waking another costs a few microseconds.</summary>
    private const int SmallestShare = 16_384;

    /// <summary>A CPU device.</summary>
    /// <param name="threads">Threads to use, 1 or more; null for all cores.</param>
    /// <param name="tuned">False leaves every op to its plain kernel body, the reference the tuned ones are tested
    /// against.</param>
    /// <param name="symmetricConv">How symmetric convolutions are computed;
    /// by counted work unless something else is forced.</param>
    /// <param name="memoryLimit">The most bytes that tensors, scratch and the pool may take together; null for what the machine
    /// or its container has.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread, or a negative limit.</exception>
    public CpuDevice(
        int? threads = null, bool tuned = true, SymmetricConvPath symmetricConv = SymmetricConvPath.Auto,
        long? memoryLimit = null)
    {
        if (threads is < 1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "A CPU device needs at least one thread.");
        if (memoryLimit is < 0)
            throw new ArgumentOutOfRangeException(nameof(memoryLimit), memoryLimit, "A memory limit is 0 bytes or more.");
        // Systems promise more memory than there is, and end the process that uses it: refuse before.
        Pool = new CpuMemoryPool(this, memoryLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        Team = new WorkerTeam(threads ?? Environment.ProcessorCount);
        UsesTunedKernels = tuned;
        ForcedPath = symmetricConv;
    }

    /// <summary>Makes this kind of device <see cref="Device.Cpu"/>, before anything of the library runs.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Tensors need a default device and must not know this one.")]
    internal static void MakeDefault() => CreateCpu = () => new CpuDevice();

    /// <inheritdoc/>
    public override string Id => "cpu";

    /// <inheritdoc/>
    public override string Name => $"{Threads} thread{(Threads == 1 ? "" : "s")}, vectors of {VectorBits} bits";

    /// <summary>Number of threads a launch may use.</summary>
    public int Threads => Team.Threads;

    /// <summary>Whether tuned kernels replace plain bodies where they exist.</summary>
    public bool UsesTunedKernels { get; }

    /// <summary>The way that symmetric convolutions are forced to take, or <see cref="SymmetricConvPath.Auto"/>.</summary>
    public SymmetricConvPath ForcedPath { get; }

    /// <summary>Bytes that the stages of a convolution may take at a time (<see cref="SymmetricConvPath.Staged"/>).</summary>
    internal long StageBytes { get; init; } = 128L << 20;

    /// <inheritdoc/>
    public override MemoryCounters Memory => Pool.Counters;

    internal WorkerTeam Team { get; }

    /// <summary>Memory for scratch.</summary>
    internal CpuMemoryPool Pool { get; }

    /// <summary>Width of the vectors in tuned kernels: what the hardware has, or less, for tests.</summary>
    internal int VectorBits { get; init; } =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Share out however little work there is, for tests: so small tensors show whether results depend on
    /// threads.</summary>
    internal bool SharesSmallWork
    {
        get => Team.SharesAll;
        init => Team.SharesAll = value;
    }

    /// <inheritdoc/>
    public override void ResetPeak() => Pool.ResetPeak();

    /// <inheritdoc/>
    public override void TrimPool() => Pool.Trim();

    internal override void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
    {
        if (count == 0 || (UsesTunedKernels && Tuned<TKernel, TArgs>.Instance?.TryRun(this, count, args, operands) == true))
            return;
        if (operands.Y.DType == DType.Float64)
            RunBody<TKernel, TArgs, double>(count, args, operands, workPerItem);
        else
            RunBody<TKernel, TArgs, float>(count, args, operands, workPerItem);
    }

    internal override T? Find<T>() where T : class => TheOnly<T, CpuDevice>.Instance;

    internal override Storage Allocate(long bytes) => new CpuStorage(this, bytes, Pool.Take(bytes));

    internal override Storage Slice(Storage whole, long start, long bytes) =>
        new CpuStorage(this, bytes, ((CpuStorage)whole).Start + (nint)start, whole);

    internal override unsafe void Write(Storage target, ReadOnlySpan<byte> source)
    {
        source.CopyTo(new Span<byte>((void*)((CpuStorage)target).Start, source.Length));
        GC.KeepAlive(target);
    }

    internal override unsafe void Read(Storage source, Span<byte> target)
    {
        new ReadOnlySpan<byte>((void*)((CpuStorage)source).Start, target.Length).CopyTo(target);
        GC.KeepAlive(source);
    }

    internal override unsafe ReadOnlySpan<T> View<T>(Storage source) =>
        new((void*)((CpuStorage)source).Start, (int)(source.Bytes / sizeof(T)));

    internal override void Close()
    {
        Team.Dispose();
        Pool.Close();
    }

    /// <summary>The elements of a tensor of this device.</summary>
    internal static unsafe T* Pointer<T>(Tensor? tensor) where T : unmanaged =>
        tensor is null ? null : (T*)((CpuStorage)tensor.Storage).Start;

    private void RunBody<TKernel, TArgs, T>(int count, in TArgs args, in Operands operands, int workPerItem)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var range = new BodyRange<TKernel, TArgs, T>(args, operands);
        Team.For(count, SmallestShare / Math.Max(1, workPerItem), ref range);
    }

    private readonly unsafe struct BodyRange<TKernel, TArgs, T>(in TArgs args, in Operands operands) : IRange
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly TArgs args = args;

        private readonly Buffers<CpuReal<T>, CpuIndex> buffers =
            operands.Views<CpuReal<T>, CpuIndex>(static x => new(Pointer<T>(x)), static x => new(Pointer<int>(x)));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int start, int end)
        {
            for (var i = start; i < end; i++)
                TKernel.Run<T, CpuReal<T>, CpuIndex>(i, args, buffers);
        }
    }

    private sealed class CpuStorage(CpuDevice device, long bytes, nint start, Storage? whole = null)
        : Storage(device, bytes, whole)
    {
        public nint Start { get; } = start;

        protected override void Free() => ((CpuDevice)Device).Pool.Give(Start, Bytes);
    }
}
