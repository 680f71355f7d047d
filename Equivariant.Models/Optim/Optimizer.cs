namespace Equivariant.Training;

/// <summary>
/// Updates parameters by their gradients, in place on their device, with one call of <see cref="Step"/> for each batch. The
/// caller sets the learning rate, e.g. from a <see cref="Schedule"/>.
/// </summary>
/// <example><code>
/// using var optimizer = new Sgd(network.NamedParameters().Select(p => p.Value), learningRate: 0.1, momentum: 0.9);
/// optimizer.LearningRate = schedule.At(epoch);
/// optimizer.ZeroGrad();
/// using (var tape = Tape.Record())
///     tape.Backward(Ops.CrossEntropy(network.Forward(images), labels));
/// optimizer.Step();
/// </code></example>
public abstract class Optimizer : IDisposable
{
    private const string StepsName = "steps";

    private readonly Tensor[] parameters;
    private readonly int[] steps;
    private readonly ParameterGroups groups;

    // What State handed out.
    private readonly Tensor?[] saved;
    private readonly Tensor stepsTensor;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">Tensors with gradients, each once; they stay the caller's.</param>
    /// <param name="learningRate">The rate, 0 or more.</param>
    /// <exception cref="ArgumentException">No parameters, or one of them twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, double learningRate)
    {
        this.parameters = [.. parameters];
        if (this.parameters.Length == 0)
            throw new ArgumentException("There are no parameters to optimize.", nameof(parameters));
        if (this.parameters.Distinct(ReferenceEqualityComparer.Instance).Count() != this.parameters.Length)
            throw new ArgumentException("A parameter is listed twice; it would be changed twice a step.", nameof(parameters));
        LearningRate = learningRate;
        (groups, saved) = (new(this.parameters), new Tensor?[this.parameters.Length]);
        steps = new int[this.parameters.Length];
        stepsTensor = Tensor.Zeros([steps.Length], DType.Int32);
    }

    /// <summary>The learning rate of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "A learning rate is finite, 0 or more.");
    }

    /// <summary>
    /// What the optimizer remembers, for a checkpoint: <c>steps</c>, how often each parameter was changed, and for each parameter
    /// that was, <c>i.memory</c>, [numbers, elements]. Copies on the CPU, which stay the optimizer's and last until they are
    /// asked for again.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> State
    {
        get
        {
            stepsTensor.CopyFrom<int>(steps);
            yield return (StepsName, stepsTensor);
            for (var i = 0; i < parameters.Length; i++)
            {
                saved[i]?.Dispose();
                saved[i] = steps[i] == 0 ? null : groups.MemoryOf(i, Device.Cpu);
                if (saved[i] is { } remembered)
                    yield return (MemoryName(i), remembered);
            }
        }
    }

    /// <summary>Numbers to remember for each element of a parameter; 0 for none.</summary>
    protected abstract int MemoryPerElement { get; }

    /// <summary>Whether an element's change depends on that element alone, and not on its parameter as a whole (its shape, its
    /// norm). Several parameters are then changed at once.</summary>
    protected virtual bool IsElementwise => true;

    /// <summary>Changes every parameter that has a gradient: those of one element type and device by one launch, for which the
    /// first step moves them, the same tensors, into one block of memory.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is no memory for what it has to remember or for the block; no parameter
    /// was changed.</exception>
    public void Step()
    {
        groups.Arrange(MemoryPerElement, IsElementwise, steps);
        foreach (var group in groups.Due)
        {
            Update(group.Values, group.Gradient, group.Memory, steps[group.Indices[0]] + 1);
            foreach (var index in group.Indices)
                steps[index]++;
        }
    }

    /// <summary>Frees all gradients: the next backward pass starts from nothing.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in parameters)
            parameter.ZeroGrad();
        groups.ReleaseGradients();
    }

    /// <summary>
    /// Scales all gradients together so that their norm, taken as one vector, is at most <paramref name="maxNorm"/>, as PyTorch's
    /// <c>clip_grad_norm_</c>. Waits for the device.
    /// </summary>
    /// <param name="maxNorm">The largest norm, more than 0; infinity only measures.</param>
    /// <returns>The norm before; not finite where a gradient is not.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is not positive.</exception>
    public double ClipGradNorm(double maxNorm)
    {
        if (!(maxNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "The largest norm of the gradients is more than 0.");
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        var norm = Math.Sqrt(gradients.GroupBy(gradient => (gradient.DType, gradient.Device))
            .Sum(alike => GradientScale.SumOfSquares([.. alike])));
        // PyTorch's formula; its 1e-6 leaves the clipped norm a little below the largest one.
        var factor = maxNorm / (norm + 1e-6);
        if (!(factor >= 1))
            Array.ForEach(gradients, gradient => GradientScale.Multiply(gradient, factor));
        return norm;
    }

    /// <summary>Takes up a saved <see cref="State"/>: the next step is the one that would have followed, to the bit.</summary>
    /// <param name="state">Names and tensors, on any device; copied.</param>
    /// <exception cref="ArgumentException">The state is of another kind of optimizer or of other parameters.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        var known = Enumerable.Range(0, steps.Length).Select(MemoryName).Append(StepsName).ToHashSet();
        if (state.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"The saved optimizer state has '{unknown}', which {GetType().Name} with {steps.Length} parameters has not.");
        }
        var count = Saved(state, StepsName, [steps.Length], DType.Int32).ToArray<int>();
        var restored = new Tensor?[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            if (MemoryPerElement > 0 && count[i] > 0)
                restored[i] = Saved(state, MemoryName(i), [MemoryPerElement, parameters[i].Count], parameters[i].DType);
            else if (state.ContainsKey(MemoryName(i)))
                throw new ArgumentException($"The saved optimizer state has '{MemoryName(i)}', of no use to {GetType().Name}.");
        }
        // Nothing was changed so far: a state that does not fit leaves the optimizer as it was.
        groups.Restore(restored);
        count.CopyTo(steps, 0);
    }

    /// <summary>Frees what the optimizer remembers; the parameters and their gradients stay.</summary>
    public void Dispose()
    {
        groups.Dispose();
        foreach (var copy in saved)
            copy?.Dispose();
        stepsTensor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes some parameters in place: where it <see cref="IsElementwise"/>, several at once, as one row of
    /// elements.</summary>
    /// <param name="parameter">The parameters.</param>
    /// <param name="gradient">Their gradients, which stay as they are.</param>
    /// <param name="memory">[<see cref="MemoryPerElement"/>, elements], zeros before the first step; null if nothing is
    /// remembered.</param>
    /// <param name="step">The number of this change of the parameters, from 1.</param>
    protected abstract void Update(Tensor parameter, Tensor gradient, Tensor? memory, int step);

    private static string MemoryName(int parameter) => $"{parameter}.memory";

    private static Tensor Saved(IReadOnlyDictionary<string, Tensor> state, string name, Shape shape, DType dtype)
    {
        if (!state.TryGetValue(name, out var tensor))
            throw new ArgumentException($"The saved optimizer state lacks '{name}'.");
        if (tensor.Shape != shape || tensor.DType != dtype)
        {
            throw new ArgumentException(
                $"'{name}' of the saved optimizer state is {tensor.DType} {tensor.Shape}, here it is {dtype} {shape}.");
        }
        return tensor;
    }
}
