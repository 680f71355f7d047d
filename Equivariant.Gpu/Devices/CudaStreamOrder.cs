using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace Equivariant.Gpu;

/// <summary>CUDA's events.</summary>
internal sealed unsafe class CudaStreamOrder : StreamOrder
{
    private readonly delegate* unmanaged<nint, nint, uint, CudaError> streamWaitEvent;

    public CudaStreamOrder()
    {
        if (!DriverLibraries.TryLoadCuda(out var library))
            throw new DllNotFoundException("CUDA");
        streamWaitEvent = (delegate* unmanaged<nint, nint, uint, CudaError>)NativeLibrary.GetExport(library, "cuStreamWaitEvent");
    }

    public override Mark After(AcceleratorStream stream)
    {
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.CreateEvent(out var made, CudaEventFlags.CU_EVENT_DISABLE_TIMING));
        var mark = new Event(made);
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.RecordEvent(made, ((CudaStream)stream).StreamPtr));
        return mark;
    }

    public override void Wait(AcceleratorStream stream, Mark mark) =>
        CudaException.ThrowIfFailed(streamWaitEvent(((CudaStream)stream).StreamPtr, ((Event)mark).Pointer, 0));

    private sealed class Event(nint pointer) : Mark
    {
        public nint Pointer => pointer;

        // An error says that the device is gone, and the event with it.
        public override void Dispose() => CudaAPI.CurrentAPI.DestroyEvent(pointer);
    }
}
