using System.Runtime.InteropServices;

namespace Equivariant;

/// <summary>
/// An array of up to five axes on a device, row-major and contiguous. Ops (<see cref="Ops"/>) make new tensors; what an op makes
/// while a <see cref="Tape"/> is open belongs to that tape, everything else to whoever made it.
/// </summary>
public sealed class Tensor : IDisposable
{
    private Storage storage;
    private int disposed;

    internal Tensor(Storage storage, Shape shape, DType dtype)
    {
        this.storage = storage;
        Shape = shape;
        DType = dtype;
    }

    /// <summary>Extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Where the elements are.</summary>
    public Device Device => storage.Device;

    /// <summary>Number of elements, within 32 bits as kernels index.</summary>
    public int Count => (int)Shape.Count;

    /// <summary>Whether <see cref="Tape.Backward"/> gives this tensor a gradient, or one that it was made from.</summary>
    public bool RequiresGrad { get; private set; }

    /// <summary>What <see cref="Tape.Backward"/> summed up for a tensor the user made; null before.
    /// Belongs to this tensor.</summary>
    public Tensor? Grad { get; internal set; }

    /// <summary>Whether the memory was given back.</summary>
    public bool IsDisposed => disposed != 0;

    /// <summary>Where an optimizer wants the gradient; null for anywhere.</summary>
    internal IGradientBuffer? GradientBuffer { get; set; }

    /// <summary>The op that made this tensor, as its tape notes it; null for a tensor that the user made.</summary>
    internal object? GradFn { get; set; }

    /// <summary>The memory, checked to be alive.</summary>
    internal Storage Storage => disposed == 0 ? storage : throw new ObjectDisposedException(nameof(Tensor),
        $"the tensor {Shape} was freed: it belonged to a tape that has ended, or was disposed; Tape.Keep keeps a result.");

    /// <summary>A new tensor with undefined contents, owned by the caller.</summary>
    /// <param name="shape">Extents.</param>
    /// <param name="dtype">Element type.</param>
    /// <param name="device">Where; <see cref="Device.Cpu"/> if null.</param>
    /// <exception cref="ShapeTooLargeException">More elements than a 32-bit index counts.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has not that much memory left.</exception>
    public static Tensor Empty(Shape shape, DType dtype = DType.Float32, Device? device = null) =>
        Empty(null, shape, dtype, device ?? Device.Cpu);

    /// <summary>As the public one, for an op that is to be named if it fails.</summary>
    internal static Tensor Empty(string? op, Shape shape, DType dtype, Device device)
    {
        if (shape.Count > ShapeTooLargeException.MostElements)
            throw new ShapeTooLargeException(op ?? nameof(Tensor), $"the tensor {shape}", shape.Count, dtype.Size());
        try
        {
            return new Tensor(device.Allocate(shape.Count * dtype.Size()), shape, dtype);
        }
        catch (OutOfDeviceMemoryException e)
        {
            throw e.For(op, shape);
        }
    }

    /// <summary>A new tensor with every element set to <paramref name="value"/>.</summary>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32, Device? device = null)
    {
        var tensor = Empty(shape, dtype, device);
        tensor.Fill(value);
        return tensor;
    }

    /// <summary>A new tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, Device? device = null) => Full(shape, 0, dtype, device);

    /// <summary>A new tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32, Device? device = null) => Full(shape, 1, dtype, device);

    /// <summary>A new tensor with the given elements, row-major.</summary>
    /// <typeparam name="T">float, double or int; decides the element type.</typeparam>
    /// <exception cref="ShapeException">Another number of values than the shape holds.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape, Device? device = null) where T : unmanaged
    {
        var tensor = Empty(shape, DTypes.Of<T>(), device);
        tensor.CopyFrom(values);
        return tensor;
    }

    /// <summary>
    /// As <see cref="From"/>, for batches: a GPU copies them while it works on what was
    /// launched before, in memory that it keeps for them.
    /// </summary>
    /// <inheritdoc cref="From"/>
    public static Tensor Upload<T>(ReadOnlySpan<T> values, Shape shape, Device? device = null) where T : unmanaged
    {
        CheckCount(values.Length, DTypes.Of<T>(), shape, DTypes.Of<T>());
        try
        {
            var storage = (device ?? Device.Cpu).Upload(MemoryMarshal.AsBytes(values));
            storage.MarkWritten();
            return new Tensor(storage, shape, DTypes.Of<T>());
        }
        catch (OutOfDeviceMemoryException e)
        {
            throw e.For(null, shape);
        }
    }

    /// <summary>A new tensor of the given real type from double values, rounded where the type is single.</summary>
    public static Tensor FromDoubles(ReadOnlySpan<double> values, Shape shape, DType dtype, Device? device = null) => dtype switch
    {
        DType.Float64 => From(values, shape, device),
        DType.Int32 => From(Array.ConvertAll(values.ToArray(), value => (int)value), shape, device),
        _ => From(Array.ConvertAll(values.ToArray(), value => (float)value), shape, device),
    };

    /// <summary>Asks for a gradient; returns this tensor, so that it can follow a factory.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds integers.</exception>
    public Tensor WithGrad()
    {
        if (!DType.IsReal())
            throw new InvalidOperationException($"An {DType} tensor has no gradient.");
        RequiresGrad = true;
        return this;
    }

    /// <summary>Copies host values in.</summary>
    /// <exception cref="ShapeException">Another number or type of values than the tensor holds.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        CheckCount(values.Length, DTypes.Of<T>(), Shape, DType);
        Device.Write(Storage, MemoryMarshal.AsBytes(values));
        storage.MarkWritten();
    }

    /// <summary>Copies the elements to host memory, row-major; waits for the device.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is another type than the elements.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var values = new T[Shape.Count];
        CopyTo(values.AsSpan());
        return values;
    }

    /// <summary>Copies the elements to host memory that is there already, row-major; waits for the device.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is another type than the elements.</exception>
    /// <exception cref="ShapeException">Room for another number of elements.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
            throw new InvalidOperationException($"The tensor {Shape} holds {DType}, not {typeof(T).Name}.");
        if (destination.Length != Shape.Count)
            throw new ShapeException($"The tensor {Shape} has {Shape.Count} elements; there is room for {destination.Length}.");
        Device.Read(Storage, MemoryMarshal.AsBytes(destination));
    }

    /// <summary>The elements as doubles, whatever their type.</summary>
    public double[] ToDoubles() => DType switch
    {
        DType.Float64 => ToArray<double>(),
        DType.Float32 => Array.ConvertAll(ToArray<float>(), value => (double)value),
        _ => Array.ConvertAll(ToArray<int>(), value => (double)value),
    };

    /// <summary>The only element of a tensor that has one.</summary>
    /// <exception cref="ShapeException">More or fewer than one element.</exception>
    public double Item() => Shape.Count == 1
        ? ToDoubles()[0]
        : throw new ShapeException($"Item needs one element, the tensor is {Shape}.");

    /// <summary>Sets every element.</summary>
    public void Fill(double value)
    {
        if (DType.IsReal())
        {
            Device.Fill(this, value);
            storage.MarkWritten();
        }
        else
        {
            CopyFrom<int>(Enumerable.Repeat((int)value, Count).ToArray());
        }
    }

    /// <summary>Frees the gradient: the next backward pass starts from nothing.</summary>
    public void ZeroGrad()
    {
        Grad?.Dispose();
        Grad = null;
    }

    /// <summary>The same memory with another shape of as many elements; outside the graph.</summary>
    internal Tensor View(Shape shape)
    {
        Storage.Retain();
        return new Tensor(storage, shape, DType);
    }

    /// <summary>Some of the elements as a tensor of its own, which keeps the memory; outside the graph.</summary>
    internal Tensor Slice(long start, Shape shape) =>
        new(Device.Slice(Storage, start * DType.Size(), shape.Count * DType.Size()), shape, DType);

    private static void CheckCount(int count, DType type, Shape shape, DType expected)
    {
        if (type != expected || count != shape.Count)
            throw new ShapeException($"{count} values of {type} do not fill a {expected} tensor {shape} of {shape.Count}.");
    }

    /// <summary>Goes on in another block, which belongs to the tensor from now on and holds the same values.</summary>
    internal void MoveTo(Storage place)
    {
        var before = Storage;
        storage = place;
        before.Release();
    }

    /// <summary>Cuts the tensor from the graph that made it.</summary>
    internal void Detach()
    {
        GradFn = null;
        RequiresGrad = false;
    }

    /// <summary>Gives the memory back to the device, once nothing else views it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        storage.Release();
        Grad?.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{DType} {Shape} on {Device.Id}";
}

/// <summary>Memory in which an optimizer wants the gradient of a parameter.</summary>
internal interface IGradientBuffer
{
    /// <summary>A tensor over it, in the shape of the parameter, for the caller to own; null while it is in use.</summary>
    Tensor? Take();
}
