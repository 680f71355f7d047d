namespace Equivariant;

/// <summary>
/// Sees to it that a backward rule reads the values of the forward pass, as PyTorch's version counters do: a tensor that was
/// changed between the two passes would give a wrong gradient in silence.
/// </summary>
internal static class SavedTensors
{
    [ThreadStatic]
    private static string? op;

    [ThreadStatic]
    private static long recorded, started;

    /// <summary>From now on launches of this thread belong to a backward rule.</summary>
    /// <param name="op">The op whose rule it is.</param>
    /// <param name="recorded"><see cref="Storage.Changes"/> when the op was recorded.</param>
    /// <param name="started">The same when the backward pass began.</param>
    public static void Expect(string op, long recorded, long started) =>
        (SavedTensors.op, SavedTensors.recorded, SavedTensors.started) = (op, recorded, started);

    /// <summary>The backward rule has ended.</summary>
    public static void ExpectNothing() => op = null;

    /// <summary>Called before every launch.</summary>
    /// <exception cref="InvalidOperationException">The rule reads what was changed after the forward pass.</exception>
    public static void Check(in Operands operands)
    {
        if (op is null)
            return;
        var o = operands;
        foreach (var tensor in (ReadOnlySpan<Tensor?>)[o.A, o.B, o.C, o.D, o.E, o.F, o.I, o.J])
        {
            if (tensor is null || tensor.Storage == o.Y.Storage)
                continue;
            var change = tensor.Storage.LastChange;
            if (change > recorded && change <= started)
            {
                throw new InvalidOperationException(
                    $"Backward: the gradient of {op} needs the tensor {tensor} as it was in the forward pass, but an optimizer's step, Fill or " +
                    "CopyFrom has changed it since. Go back before changing it, or repeat the forward pass.");
            }
        }
    }
}
