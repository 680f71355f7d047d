using System.Runtime.InteropServices;
using ILGPU.Runtime.OpenCL;

namespace Equivariant.Gpu;

/// <summary>OpenCL's events, of its version 1.2.</summary>
internal sealed unsafe class OpenClStreamOrder : StreamOrder
{
    private readonly delegate* unmanaged<nint, uint, nint*, nint*, CLError> marker, barrier;
    private readonly delegate* unmanaged<nint, CLError> flush, release;

    public OpenClStreamOrder()
    {
        if (!DriverLibraries.TryLoadOpenCl(out var library))
            throw new DllNotFoundException("OpenCL");
        nint Find(string name) => NativeLibrary.GetExport(library, name);
        marker = (delegate* unmanaged<nint, uint, nint*, nint*, CLError>)Find("clEnqueueMarkerWithWaitList");
        barrier = (delegate* unmanaged<nint, uint, nint*, nint*, CLError>)Find("clEnqueueBarrierWithWaitList");
        flush = (delegate* unmanaged<nint, CLError>)Find("clFlush");
        release = (delegate* unmanaged<nint, CLError>)Find("clReleaseEvent");
    }

    public override Mark After(AcceleratorStream stream)
    {
        var queue = ((CLStream)stream).CommandQueue;
        nint made;
        CLException.ThrowIfFailed(marker(queue, 0, null, &made));
        var mark = new Event(this, made);
        // Another queue may wait for ever for what was not handed to the device.
        CLException.ThrowIfFailed(flush(queue));
        return mark;
    }

    public override void Wait(AcceleratorStream stream, Mark mark)
    {
        var made = ((Event)mark).Pointer;
        CLException.ThrowIfFailed(barrier(((CLStream)stream).CommandQueue, 1, &made, null));
    }

    private sealed class Event(OpenClStreamOrder order, nint pointer) : Mark
    {
        public nint Pointer => pointer;

        // An error says that the device is gone, and the event with it.
        public override void Dispose() => order.release(pointer);
    }
}
