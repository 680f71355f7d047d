namespace Equivariant.Gpu;

/// <summary>
/// All copies between the host and a device, counted: into blocks in the order of the kernels, of batches beside the kernels, and back,
/// which wait. They throw what the driver does.
/// </summary>
internal sealed class Copies : IDisposable
{
    private readonly GpuDevice device;
    private readonly AcceleratorStream stream;
    private readonly Staging toDevice, toHost;
    private readonly Uploads uploads;
    private readonly Func<long, MemoryBuffer> take;
    private readonly Action<MemoryBuffer> give;

    // ILGPU's launchers and copies are not made for several threads at once; the loader of batches is a second one.
    private readonly Lock gate, reading = new();

    /// <param name="device">The device.</param>
    /// <param name="stream">Where its kernels go.</param>
    /// <param name="gate">Held by whoever launches or copies to the device.</param>
    public Copies(GpuDevice device, AcceleratorStream stream, Lock gate)
    {
        (this.device, this.stream, this.gate) = (device, stream, gate);
        toDevice = new Staging(device.Accelerator, stream);
        toHost = new Staging(device.Accelerator, stream);
        uploads = new Uploads(device.Accelerator, stream, device.Pool);
        (take, give) = (uploads.Take, GiveUpload);
    }

    /// <summary>The copies and waits so far; read it with the gate held.</summary>
    public TrafficCounters Counted { get; private set; }

    /// <summary>Starts to copy host values to the start of a block, behind the kernels launched so far.</summary>
    public void Write(GpuStorage target, ReadOnlySpan<byte> source)
    {
        lock (gate)
            CountIn(toDevice.Write(target, source), source.Length);
    }

    /// <summary>Starts to copy host values to a block of their own, beside the kernels launched so far.</summary>
    public GpuBlock Upload(ReadOnlySpan<byte> source)
    {
        lock (gate)
        {
            var target = new GpuBlock(device, source.Length, take, give);
            try
            {
                CountIn(uploads.Write(target, source), source.Length);
                return target;
            }
            catch (AcceleratorException)
            {
                target.Release();
                throw;
            }
        }
    }

    /// <summary>Copies the start of a block to the host, and waits for it.</summary>
    public void Read(GpuStorage source, Span<byte> target)
    {
        // Waits without the gate: others may launch and write meanwhile.
        lock (reading)
        {
            var (own, beside) = Started;
            var waits = toHost.Read(source, target);
            AreDone(own, beside);
            lock (gate)
            {
                Counted = Counted with
                {
                    CopiesOut = Counted.CopiesOut + 1,
                    BytesOut = Counted.BytesOut + target.Length,
                    Synchronisations = Counted.Synchronisations + waits,
                };
            }
        }
    }

    /// <summary>Waits for all that the stream was given.</summary>
    public void Synchronize()
    {
        var (own, beside) = Started;
        stream.Synchronize();
        AreDone(own, beside);
        lock (gate)
            Counted = Counted with { Synchronisations = Counted.Synchronisations + 1 };
    }

    public void Dispose()
    {
        toDevice.Dispose();
        toHost.Dispose();
        uploads.Dispose();
    }

    /// <summary>How many copies have been started, in the order of the kernels and beside them.</summary>
    private (long Own, long Beside) Started => (toDevice.Started, uploads.Staging.Started);

    /// <summary>Tells, when the stream has been waited for, that the copies started before are done.</summary>
    private void AreDone(long own, long beside)
    {
        toDevice.AreDone(own);
        uploads.Staging.AreDone(beside);
    }

    private void CountIn(int waits, int bytes) => Counted = Counted with
    {
        CopiesIn = Counted.CopiesIn + 1,
        BytesIn = Counted.BytesIn + bytes,
        Synchronisations = Counted.Synchronisations + waits,
    };

    /// <summary>The block of a batch rests from now on. Possibly on the finalizer thread.</summary>
    private void GiveUpload(MemoryBuffer block)
    {
        lock (gate)
        {
            if (device.IsDisposed)
                return;
            try
            {
                device.Accelerator.Bind();
                uploads.Give(block);
            }
            catch (AcceleratorException)
            {
                // A device that has failed says so to whoever asks something of it; nobody asked for this.
            }
        }
    }
}
