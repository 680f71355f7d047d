namespace Equivariant.Gpu;

/// <summary>
/// All copies between the host and a device, counted: into blocks in the order of the kernels, of batches beside the kernels, and
/// back, which wait. They throw what the driver does.
/// </summary>
/// <remarks>
/// Batches go over on a stream of their own: they run beside the kernels of the step before, and the kernels behind them wait for
/// them on the device. Their blocks rest between one batch and the next, since a block that queued kernels still read must not be
/// written by another stream.
/// </remarks>
internal sealed class Copies : IDisposable
{
    /// <summary>Blocks of a size that rest at the least: the newest is still read by the step under way.</summary>
    private const int Resting = 2;

    private readonly GpuDevice device;
    private readonly AcceleratorStream kernels, batches;
    private readonly StreamOrder order;
    private readonly Staging toDevice, toHost, uploads;

    // ILGPU's launchers and copies are not made for several threads at once; the loader of batches is a second one.
    private readonly Lock gate, reading = new();

    /// <param name="device">The device.</param>
    /// <param name="kernels">The stream of its kernels.</param>
    /// <param name="gate">Held by whoever launches or copies to the device.</param>
    public Copies(GpuDevice device, AcceleratorStream kernels, Lock gate)
    {
        (this.device, this.kernels, this.gate) = (device, kernels, gate);
        var accelerator = device.Accelerator;
        (batches, order) = (accelerator.CreateStream(), StreamOrder.Of(accelerator));
        (toDevice, toHost) = (new(accelerator, kernels), new(accelerator, kernels));
        uploads = new(accelerator, batches);
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
    public GpuStorage Upload(ReadOnlySpan<byte> source)
    {
        // Before the gate is held: a pool that runs short waits for finalizers, which give blocks back through it.
        var rested = device.Pool.TakeRested(source.Length, Resting);
        var block = rested?.Block ?? device.Pool.Take(source.Length);
        var target = new GpuStorage(device, block, 0, source.Length, GiveBlock);
        try
        {
            lock (gate)
            {
                // Anybody may have used a block that did not rest: behind all that was launched so far.
                using (var since = rested?.Since ?? order.After(kernels))
                    order.Wait(batches, since);
                var waits = uploads.Write(target, source);
                using var written = order.After(batches);
                order.Wait(kernels, written);
                CountIn(waits, source.Length);
                return target;
            }
        }
        catch (AcceleratorException)
        {
            target.Release();
            throw;
        }
    }

    /// <summary>Copies the start of a block to the host, and waits for it.</summary>
    public void Read(GpuStorage source, Span<byte> target)
    {
        // Waits without the gate: others may launch and write meanwhile.
        lock (reading)
        {
            var started = Started;
            var waits = toHost.Read(source, target);
            AreDone(started);
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

    /// <summary>Waits for all that the stream of kernels was given.</summary>
    public void Synchronize()
    {
        var started = Started;
        kernels.Synchronize();
        AreDone(started);
        lock (gate)
            Counted = Counted with { Synchronisations = Counted.Synchronisations + 1 };
    }

    public void Dispose()
    {
        toDevice.Dispose();
        toHost.Dispose();
        batches.Synchronize();
        uploads.Dispose();
        batches.Dispose();
    }

    /// <summary>How many copies have been started, in the order of the kernels and beside them.</summary>
    private (long Own, long Beside) Started => (toDevice.Started, uploads.Started);

    /// <summary>Tells, when the stream has been waited for, that the copies started before are done.</summary>
    private void AreDone((long Own, long Beside) started)
    {
        toDevice.AreDone(started.Own);
        uploads.AreDone(started.Beside);
    }

    private void CountIn(int waits, int bytes) => Counted = Counted with
    {
        CopiesIn = Counted.CopiesIn + 1,
        BytesIn = Counted.BytesIn + bytes,
        Synchronisations = Counted.Synchronisations + waits,
    };

    /// <summary>The block of a batch rests from now on; kernels launched so far may still read it. Possibly on the finalizer
    /// thread.</summary>
    private void GiveBlock(MemoryBuffer block)
    {
        lock (gate)
        {
            if (device.IsDisposed)
                return;
            try
            {
                device.Accelerator.Bind();
                device.Pool.GiveToRest(block, order.After(kernels));
            }
            catch (AcceleratorException)
            {
                // A device that has failed says so to whoever asks something of it; nobody asked for this.
            }
        }
    }
}
