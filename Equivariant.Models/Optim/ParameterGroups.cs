namespace Equivariant.Training;

/// <summary>
/// The parameters of an optimizer, in groups that are changed together where they can be. A group stays as long as all or none of
/// it has gradients; where that changes it is cut, so that in the end the same parameters always come together.
/// </summary>
internal sealed class ParameterGroups(Tensor[] parameters) : IDisposable
{
    private readonly List<Members> groups = [];
    private readonly bool[] grouped = new bool[parameters.Length];
    private readonly List<DueParameters> due = [];

    // What is remembered of parameters that are in no group.
    private readonly Tensor?[] memory = new Tensor?[parameters.Length];

    /// <summary>What is to be changed in this step: groups, and parameters one by one.</summary>
    public IReadOnlyList<DueParameters> Due => due;

    /// <summary>Gathers the parameters that have gradients, and sees to it that everybody has memory: so many numbers for each
    /// element. Elementwise ones that were changed equally often go together.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is no memory; no value was changed.</exception>
    public void Arrange(int numbers, bool isElementwise, int[] steps)
    {
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            if (!groups[i].Group.IsWhole || !groups[i].AreAllDueOrNone)
                Dissolve(groups[i]);
        }
        // Most steps find everything as it was.
        if (isElementwise && parameters.Index().Any(item => !grouped[item.Index] && item.Item.Grad is not null))
            Form(numbers, steps);
        due.Clear();
        foreach (var (group, indices) in groups)
        {
            if (group.Parameters[0].Grad is not null)
                due.Add(new(group.Values, group.Gradients(), group.Memory, indices));
        }
        for (var i = 0; i < parameters.Length; i++)
        {
            if (grouped[i] || parameters[i].Grad is not { } gradient)
                continue;
            if (numbers > 0)
                memory[i] ??= Tensor.Zeros([numbers, parameters[i].Count], parameters[i].DType, parameters[i].Device);
            due.Add(new(parameters[i], gradient, memory[i], [i]));
        }
    }

    /// <summary>What is remembered of a parameter, copied; null for nothing.</summary>
    public Tensor? MemoryOf(int parameter, Device device)
    {
        foreach (var (group, indices) in groups)
        {
            if (Array.IndexOf(indices, parameter) is var index && index >= 0)
            {
                using var own = group.MemoryOf(index);
                return own is null ? null : CopyTo(own, device);
            }
        }
        return memory[parameter] is { } remembered ? CopyTo(remembered, device) : null;
    }

    /// <summary>Remembers other numbers from now on, copied, for each parameter or null.</summary>
    public void Restore(Tensor?[] saved)
    {
        foreach (var members in groups.ToArray())
            Dissolve(members);
        for (var i = 0; i < memory.Length; i++)
        {
            memory[i]?.Dispose();
            memory[i] = saved[i] is { } remembered ? CopyTo(remembered, parameters[i].Device) : null;
        }
    }

    /// <summary>Gives the memory of gradients back that no parameter has any more.</summary>
    public void ReleaseGradients()
    {
        foreach (var (group, _) in groups)
            group.ReleaseGradients();
    }

    /// <summary>Frees what is remembered; the parameters and their gradients stay.</summary>
    public void Dispose()
    {
        foreach (var (group, _) in groups)
            group.Dispose();
        groups.Clear();
        foreach (var remembered in memory)
            remembered?.Dispose();
    }

    private void Form(int numbers, int[] steps)
    {
        var alike = Enumerable.Range(0, parameters.Length)
            .Where(i => !grouped[i] && parameters[i].Grad is not null && ParameterGroup.CanTake(parameters[i]))
            .GroupBy(i => (parameters[i].Device, parameters[i].DType, steps[i]));
        foreach (var indices in alike.SelectMany(some => Fitting(some, numbers)).Where(indices => indices.Length > 1).ToArray())
        {
            groups.Add(new(
                ParameterGroup.Of([.. indices.Select(i => parameters[i])], numbers, [.. indices.Select(i => memory[i])]), indices));
            foreach (var i in indices)
            {
                memory[i]?.Dispose();
                (memory[i], grouped[i]) = (null, true);
            }
        }
    }

    /// <summary>Cuts a list of parameters where a block would have more elements than can be counted.</summary>
    private IEnumerable<int[]> Fitting(IEnumerable<int> indices, int numbers)
    {
        var (some, elements) = (new List<int>(), 0L);
        foreach (var i in indices)
        {
            var room = ParameterGroup.PaddedCount(parameters[i]) * Math.Max(1, numbers);
            if (some.Count > 0 && elements + room > int.MaxValue)
            {
                yield return [.. some];
                some.Clear();
                elements = 0;
            }
            some.Add(i);
            elements += room;
        }
        yield return [.. some];
    }

    /// <summary>Lets the parameters of a group be changed one by one again.</summary>
    private void Dissolve(Members members)
    {
        Tensor?[] remembered = [.. members.Indices.Select((parameter, i) =>
            parameters[parameter].IsDisposed ? null : members.Group.MemoryOf(i))];
        for (var i = 0; i < remembered.Length; i++)
            (memory[members.Indices[i]], grouped[members.Indices[i]]) = (remembered[i], false);
        groups.Remove(members);
        members.Group.Dispose();
    }

    private static Tensor CopyTo(Tensor source, Device device) => source.DType == DType.Float64
        ? Tensor.From(source.ToArray<double>(), source.Shape, device)
        : Tensor.From(source.ToArray<float>(), source.Shape, device);

    /// <summary>A group, and which of the parameters are in it.</summary>
    private sealed record Members(ParameterGroup Group, int[] Indices)
    {
        public bool AreAllDueOrNone =>
            Group.Parameters.Take(Indices.Length).Count(parameter => parameter.Grad is not null) is var due
            && (due == 0 || due == Indices.Length);
    }
}

/// <summary>Parameters that are changed by one call, their gradients, what is remembered of them, and which they are.</summary>
internal readonly record struct DueParameters(Tensor Values, Tensor Gradient, Tensor? Memory, int[] Indices);
