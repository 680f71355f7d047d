using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Equivariant.Gpu;

/// <summary>Lets one stream of a device wait for another, without the host waiting in between: the drivers can, ILGPU 1.5.3 has no
/// call for it.</summary>
internal abstract class StreamOrder
{
    /// <summary>The way of an accelerator's driver.</summary>
    public static StreamOrder Of(Accelerator accelerator) => accelerator switch
    {
        CudaAccelerator => new CudaStreamOrder(),
        CLAccelerator => new OpenClStreamOrder(),
        _ => new HostOrder(),
    };

    /// <summary>A mark behind all that a stream was given so far.</summary>
    public abstract Mark After(AcceleratorStream stream);

    /// <summary>What a stream is given from now on waits until a mark is reached.</summary>
    public abstract void Wait(AcceleratorStream stream, Mark mark);

    /// <summary>A place in a stream. May be disposed before it is reached: whoever waits for it goes on waiting.</summary>
    internal abstract class Mark : IDisposable
    {
        public abstract void Dispose();
    }

    /// <summary>A simulated GPU has done everything when a call returns.</summary>
    private sealed class HostOrder : StreamOrder
    {
        private static readonly Mark Reached = new Nothing();

        public override Mark After(AcceleratorStream stream) => Reached;

        public override void Wait(AcceleratorStream stream, Mark mark)
        {
        }

        private sealed class Nothing : Mark
        {
            public override void Dispose()
            {
            }
        }
    }
}
