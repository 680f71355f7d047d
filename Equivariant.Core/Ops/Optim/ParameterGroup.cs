namespace Equivariant;

/// <summary>
/// Parameters of one element type and device that an optimizer changes together: their values lie one behind the other in one
/// block of memory, their gradients in a second and what it remembers in a third, so that one launch changes them all. The
/// parameters stay the same tensors; a backward pass writes their gradients where they belong.
/// </summary>
public sealed class ParameterGroup : IDisposable
{
    /// <summary>Bytes that a parameter starts at a multiple of, as a block of its own would.</summary>
    private const int Alignment = 256;

    private readonly Tensor[] parameters;
    private readonly long[] starts;
    private readonly Storage[] places;
    private readonly GradientBuffer[] gradientBuffers;
    private Tensor? gradients;

    private ParameterGroup(Tensor[] parameters, long[] starts, Tensor values, Tensor? memory)
    {
        (this.parameters, this.starts, Values, Memory) = (parameters, starts, values, memory);
        places = [.. parameters.Select((parameter, i) => Part(values, i, 0, parameter.Shape).Storage)];
        gradientBuffers = [.. parameters.Select((_, i) => new GradientBuffer(this, i))];
    }

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<Tensor> Parameters => parameters;

    /// <summary>Their values, [elements], with a few more between one and the next that mean nothing.</summary>
    public Tensor Values { get; }

    /// <summary>What the optimizer remembers, [numbers, elements]; null for nothing.</summary>
    public Tensor? Memory { get; }

    /// <summary>Whether every parameter still lies here; another optimizer may have taken it.</summary>
    public bool IsWhole => parameters.Zip(places).All(pair => !pair.First.IsDisposed && pair.First.Storage == pair.Second);

    /// <summary>Moves parameters into a block.</summary>
    /// <param name="parameters">One or more, of one element type and device, none of which shares its memory
    /// (<see cref="CanTake"/>).</param>
    /// <param name="numbers">Numbers to remember for each element; 0 for none.</param>
    /// <param name="memory">What is remembered of each parameter so far, [numbers, elements]; null for zeros.</param>
    /// <exception cref="OutOfDeviceMemoryException">There is no memory for it; nothing was changed.</exception>
    public static ParameterGroup Of(IReadOnlyList<Tensor> parameters, int numbers, IReadOnlyList<Tensor?> memory)
    {
        var (starts, count) = (new long[parameters.Count], 0L);
        var first = parameters[0];
        for (var i = 0; i < starts.Length; i++)
            (starts[i], count) = (count, count + PaddedCount(parameters[i]));
        Tensor? values = null, remembered = null;
        try
        {
            values = Tensor.Zeros([(int)count], first.DType, first.Device);
            remembered = numbers == 0 ? null : Tensor.Zeros([numbers, (int)count], first.DType, first.Device);
        }
        catch (OutOfDeviceMemoryException)
        {
            values?.Dispose();
            throw;
        }
        var group = new ParameterGroup([.. parameters], starts, values, remembered);
        for (var i = 0; i < starts.Length; i++)
            group.TakeIn(i, memory[i]);
        return group;
    }

    /// <summary>Elements that a parameter takes up in a group.</summary>
    public static long PaddedCount(Tensor parameter)
    {
        var step = Alignment / parameter.DType.Size();
        return ((long)parameter.Count + step - 1) / step * step;
    }

    /// <summary>Whether a parameter can move: nothing else views its memory.</summary>
    public static bool CanTake(Tensor parameter) => !parameter.Storage.IsShared;

    /// <summary>All gradients, [elements] as <see cref="Values"/>. Those that lie elsewhere are copied.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is no memory for them.</exception>
    public Tensor Gradients()
    {
        gradients ??= Tensor.Empty(Values.Shape, Values.DType, Values.Device);
        for (var i = 0; i < parameters.Length; i++)
        {
            if (gradientBuffers[i].Holds(parameters[i].Grad))
                continue;
            using var place = Part(gradients, i, 0, parameters[i].Shape);
            Copy(place, parameters[i].Grad!);
        }
        return gradients;
    }

    /// <summary>Gives the gradients' memory back, as soon as no parameter has a gradient there.</summary>
    public void ReleaseGradients()
    {
        gradients?.Dispose();
        gradients = null;
        foreach (var buffer in gradientBuffers)
            buffer.Forget();
    }

    /// <summary>What is remembered of one parameter, [numbers, elements], copied; null for nothing.</summary>
    /// <param name="index">Which parameter.</param>
    public Tensor? MemoryOf(int index)
    {
        if (Memory is null)
            return null;
        var copy = Tensor.Empty([Memory.Shape[0], parameters[index].Count], Memory.DType, Memory.Device);
        CopyMemory(index, copy, isFromGroup: true);
        return copy;
    }

    /// <summary>Lets the parameters go, which stay where they are, and frees the rest.</summary>
    public void Dispose()
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].GradientBuffer == gradientBuffers[i])
                parameters[i].GradientBuffer = null;
        }
        ReleaseGradients();
        Values.Dispose();
        Memory?.Dispose();
    }

    private void TakeIn(int index, Tensor? memory)
    {
        var parameter = parameters[index];
        using (var place = Part(Values, index, 0, parameter.Shape))
            Copy(place, parameter);
        parameter.MoveTo(places[index]);
        parameter.GradientBuffer = gradientBuffers[index];
        if (memory is not null)
            CopyMemory(index, memory, isFromGroup: false);
    }

    private void CopyMemory(int index, Tensor memory, bool isFromGroup)
    {
        var count = parameters[index].Count;
        for (var row = 0; row < memory.Shape[0]; row++)
        {
            using var own = Part(Memory!, index, row, [count]);
            using var other = memory.Slice((long)row * count, [count]);
            Copy(isFromGroup ? other : own, isFromGroup ? own : other);
        }
    }

    private static void Copy(Tensor target, Tensor source)
    {
        Ops.CheckAlike(nameof(ParameterGroup), target, source);
        Ops.Launch<CopyKernel, NoArgs>(target.Count, default, new Operands { Y = target, A = source });
    }

    /// <summary>A parameter's part of a block that is laid out as <see cref="Values"/>, or has several such rows.</summary>
    private Tensor Part(Tensor block, int index, int row, Shape shape) =>
        block.Slice((row * (long)Values.Count) + starts[index], shape);

    /// <summary>Where the gradient of one parameter lies.</summary>
    private sealed class GradientBuffer(ParameterGroup group, int index) : IGradientBuffer
    {
        private Tensor? taken;

        public Tensor? Take()
        {
            if (taken is { IsDisposed: false })
                return null;
            group.gradients ??= Tensor.Empty(group.Values.Shape, group.Values.DType, group.Values.Device);
            return taken = group.Part(group.gradients, index, 0, group.parameters[index].Shape);
        }

        public void Forget() => taken = null;

        public bool Holds(Tensor? gradient) => taken is not null && taken == gradient;
    }
}
