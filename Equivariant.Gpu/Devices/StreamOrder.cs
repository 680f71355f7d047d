using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Equivariant.Gpu;

/// <summary>Lets one stream of a device wait for another, without the host waiting in between: the drivers can, ILGPU 1.5.3 has
/// no call for it. This one is a simulated GPU's, which has done everything when a call returns.</summary>
internal class StreamOrder
{
    public static StreamOrder Of(Accelerator accelerator) => accelerator switch
    {
        CudaAccelerator => new CudaStreamOrder(),
        CLAccelerator => new OpenClStreamOrder(),
        _ => new StreamOrder(),
    };

    /// <summary>A mark behind all that a stream was given so far.</summary>
    public virtual Mark After(AcceleratorStream stream) => default;

    /// <summary>What a stream is given from now on waits until a mark is reached.</summary>
    public virtual void Wait(AcceleratorStream stream, Mark mark)
    {
    }

    /// <summary>An event of the driver in a stream. May be disposed before it is reached: whoever waits for it goes on waiting.
    /// An error of <paramref name="Free"/> says that the device is gone, and the event with it.</summary>
    internal readonly record struct Mark(nint Event, Action<nint> Free) : IDisposable
    {
        public void Dispose() => Free?.Invoke(Event);
    }
}

internal sealed unsafe class CudaStreamOrder : StreamOrder
{
    private readonly delegate* unmanaged<nint, nint, uint, CudaError> streamWaitEvent =
        (delegate* unmanaged<nint, nint, uint, CudaError>)NativeLibrary.GetExport(DriverLibraries.Cuda, "cuStreamWaitEvent");

    public override Mark After(AcceleratorStream stream)
    {
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.CreateEvent(out var made, CudaEventFlags.CU_EVENT_DISABLE_TIMING));
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.RecordEvent(made, ((CudaStream)stream).StreamPtr));
        return new Mark(made, static pointer => CudaAPI.CurrentAPI.DestroyEvent(pointer));
    }

    public override void Wait(AcceleratorStream stream, Mark mark) =>
        CudaException.ThrowIfFailed(streamWaitEvent(((CudaStream)stream).StreamPtr, mark.Event, 0));
}

/// <summary>OpenCL's events, of its version 1.2.</summary>
internal sealed unsafe class OpenClStreamOrder : StreamOrder
{
    private readonly delegate* unmanaged<nint, uint, nint*, nint*, CLError> marker, barrier;
    private readonly delegate* unmanaged<nint, CLError> flush;
    private readonly Action<nint> free;

    public OpenClStreamOrder()
    {
        var library = DriverLibraries.OpenCl;
        nint Find(string name) => NativeLibrary.GetExport(library, name);
        marker = (delegate* unmanaged<nint, uint, nint*, nint*, CLError>)Find("clEnqueueMarkerWithWaitList");
        barrier = (delegate* unmanaged<nint, uint, nint*, nint*, CLError>)Find("clEnqueueBarrierWithWaitList");
        flush = (delegate* unmanaged<nint, CLError>)Find("clFlush");
        var release = (delegate* unmanaged<nint, CLError>)Find("clReleaseEvent");
        free = pointer => release(pointer);
    }

    public override Mark After(AcceleratorStream stream)
    {
        var queue = ((CLStream)stream).CommandQueue;
        nint made;
        CLException.ThrowIfFailed(marker(queue, 0, null, &made));
        // Another queue may wait for ever for what was not handed to the device.
        CLException.ThrowIfFailed(flush(queue));
        return new Mark(made, free);
    }

    public override void Wait(AcceleratorStream stream, Mark mark)
    {
        var made = mark.Event;
        CLException.ThrowIfFailed(barrier(((CLStream)stream).CommandQueue, 1, &made, null));
    }
}
