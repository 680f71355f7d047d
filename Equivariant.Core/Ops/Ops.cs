namespace Equivariant;

/// <summary>
/// The operations on tensors, one file each: shape rule, forward and backward kernel bodies, and the samples that test them.
/// All of them are differentiable where mathematics allows, run on every device, and never change their inputs.
/// </summary>
public static partial class Ops
{
    /// <summary>A tensor for an op to write: owned by the open tape, else by whoever receives it.</summary>
    internal static Tensor New(Shape shape, Tensor like, [CallerMemberName] string op = "") =>
        New(shape, like.DType, like.Device, op);

    internal static Tensor New(Shape shape, DType dtype, Device device, [CallerMemberName] string op = "") =>
        Tape.New(op, shape, dtype, device);

    /// <inheritdoc cref="KernelLauncher.Launch"/>
    internal static void Launch<TKernel, TArgs>(int count, in TArgs args, in Operands operands, int workPerItem = 1)
        where TKernel : struct, IKernel<TArgs>
        where TArgs : unmanaged =>
        KernelLauncher.Launch<TKernel, TArgs>(count, args, operands, workPerItem);

    /// <summary>A linear op of one tensor: <typeparamref name="TForward"/> writes Y from A, <typeparamref name="TAdjoint"/> the
    /// gradient of A from that of Y in the same way.</summary>
    internal static Tensor ApplyLinear<TForward, TAdjoint, TArgs>(
        string op, Tensor x, Shape shape, TArgs args, int work, int adjointWork)
        where TForward : struct, IKernel<TArgs>
        where TAdjoint : struct, IKernel<TArgs>
        where TArgs : unmanaged
    {
        CheckAlike(op, x);
        var y = New(shape, x, op);
        Launch<TForward, TArgs>(y.Count, args, new Operands { Y = y, A = x }, work);
        return Tape.Result(op, y, [x], (dy, gradients) =>
        {
            var dx = New(x.Shape, x, op);
            Launch<TAdjoint, TArgs>(dx.Count, args, new Operands { Y = dx, A = dy }, adjointWork);
            gradients.Add(x, dx);
        });
    }

    /// <summary>Checks that the real inputs of an op share element type and device; null inputs are left out.</summary>
    internal static void CheckAlike(string op, Tensor first, params ReadOnlySpan<Tensor?> others)
    {
        if (!first.DType.IsReal())
            throw new ShapeException($"{op}: the input {first.Shape} holds {first.DType}, the op needs Float32 or Float64.");
        foreach (var other in others)
        {
            if (other is null)
                continue;
            if (other.DType != first.DType)
                throw new ShapeException(
                    $"{op}: {first.Shape} is {first.DType} but {other.Shape} is {other.DType}; convert one of them.");
            CheckDevice(op, first, other);
        }
    }

    /// <summary>Checks that a tensor of labels or indices holds integers on the device of the data.</summary>
    internal static void CheckIndices(string op, Tensor first, Tensor indices)
    {
        if (indices.DType != DType.Int32)
            throw new ShapeException($"{op}: the labels {indices.Shape} are {indices.DType}, the op needs Int32.");
        CheckDevice(op, first, indices);
    }

    private static void CheckDevice(string op, Tensor first, Tensor other)
    {
        if (other.Device != first.Device && first.Device is not ShapeDevice)
        {
            throw new ShapeException(
                $"{op}: {first.Shape} is on {first.Device.Id} but {other.Shape} is on {other.Device.Id}; "
                + "copy one to the other's device.");
        }
    }
}
