namespace Equivariant;

/// <summary>
/// Owns what the ops of a step make, and remembers how to go back. Leaving its scope returns every intermediate to the device's
/// pool; tensors that the user made, parameters and their gradients stay.
/// </summary>
/// <example><code>
/// using (var tape = Tape.Record())
/// {
///     var loss = Ops.CrossEntropy(model.Forward(images), labels);
///     tape.Backward(loss);
/// }
/// optimizer.Step();
/// </code></example>
/// <remarks>A tape is open on the thread that opened it, until disposed; tapes nest.</remarks>
public sealed class Tape : IDisposable
{
    [ThreadStatic]
    private static Tape? current;

    // Ops of the recording tape before: a training step's lists do not grow.
    [ThreadStatic]
    private static int expected;

    private readonly Tape? outer;
    private readonly bool anomaly;
    private readonly List<Tensor> owned;
    private readonly List<Node> nodes;
    private bool disposed;

    private Tape(bool records, bool anomaly)
    {
        outer = current;
        Records = records;
        (owned, nodes) = (new(records ? 2 * expected : 0), new(records ? expected : 0));
        this.anomaly = anomaly;
        current = this;
    }

    /// <summary>The innermost open tape of this thread; null where there is none,
    /// and ops then neither record nor collect.</summary>
    public static Tape? Current => current;

    /// <summary>Whether ops are remembered for <see cref="Backward"/>.</summary>
    public bool Records { get; }

    /// <summary>Opens a tape that remembers ops.</summary>
    /// <param name="anomaly">Check every result and gradient, and stop at the first NaN or infinity with the op and its shapes.
    /// Slow.</param>
    public static Tape Record(bool anomaly = false) => new(true, anomaly);

    /// <summary>Opens a tape that only owns results: inference.</summary>
    /// <param name="anomaly">As in <see cref="Record"/>.</param>
    public static Tape NoGrad(bool anomaly = false) => new(false, anomaly);

    /// <summary>
    /// Takes a result out of the tape and its graph: into the tape around it, or, if there is none, to the caller,
    /// who then owns it.
    /// </summary>
    public Tensor Keep(Tensor tensor)
    {
        var index = owned.LastIndexOf(tensor);
        if (index >= 0)
        {
            owned.RemoveAt(index);
            tensor.Detach();
            outer?.owned.Add(tensor);
        }
        return tensor;
    }

    /// <summary>Hands a tensor of the caller's over to the tape, which frees it at its end: the batch of a step.</summary>
    public Tensor Own(Tensor tensor)
    {
        owned.Add(tensor);
        return tensor;
    }

    /// <summary>
    /// Walks back from <paramref name="loss"/> and sums into <see cref="Tensor.Grad"/> of every user-made tensor that asked for a
    /// gradient. Intermediate gradients are freed on the way, also where it fails; what was summed up by then stays.
    /// </summary>
    /// <param name="loss">A result made on this tape.</param>
    /// <param name="gradient">Gradient of <paramref name="loss"/>, in its shape; null for 1, when the loss is one number.</param>
    /// <exception cref="InvalidOperationException">The loss does not depend on anything that asked for a gradient.</exception>
    /// <exception cref="InvalidOperationException">A tensor that a gradient depends on was changed after the forward
    /// pass.</exception>
    /// <exception cref="ShapeException">No gradient given for a loss of several numbers, or one of another shape.</exception>
    public void Backward(Tensor loss, Tensor? gradient = null)
    {
        if (loss.GradFn is not Node last || !nodes.Contains(last))
            throw new InvalidOperationException(
                $"Backward: the loss {loss.Shape} was not made on this tape from a tensor that requires a gradient.");
        if (gradient is null && loss.Shape.Count != 1)
            throw new ShapeException($"Backward: the loss is {loss.Shape}; reduce it to one number or give its gradient.");
        if (gradient is not null && (gradient.Shape, gradient.DType) != (loss.Shape, loss.DType))
            throw new ShapeException($"Backward: the gradient is {gradient}, the loss {loss}.");
        using var work = NoGrad(anomaly);
        if (gradient is null)
        {
            gradient = New(nameof(Backward), loss.Shape, loss.DType, loss.Device);
            gradient.Fill(1);
        }
        // The caller may have made it just now; it counts as made in this pass.
        var started = Storage.Changes;
        gradient.Storage.MarkWritten();
        last.Gradient = gradient.View(loss.Shape);
        try
        {
            for (var index = nodes.IndexOf(last); index >= 0; index--)
            {
                var node = nodes[index];
                if (node.Gradient is not { } dy)
                    continue;
                SavedTensors.Expect(node.Op, node.Recorded, started);
                node.Backward(dy, new Gradients(work, node.Op));
                // Whoever waits for a gradient holds a view of it; what the rule made besides goes back to the pool at once.
                node.DropGradient();
                work.FreeOwned();
            }
        }
        finally
        {
            SavedTensors.ExpectNothing();
            // Where a rule failed, gradients still wait at the nodes before it.
            foreach (var node in nodes)
                node.DropGradient();
        }
    }

    /// <summary>Frees what the tape owns and closes it.</summary>
    /// <exception cref="InvalidOperationException">A tape opened later on this thread is still open.</exception>
    public void Dispose()
    {
        if (disposed)
            return;
        if (current != this)
            throw new InvalidOperationException(
                "Tapes close in the reverse order of their opening, on the thread that opened them.");
        disposed = true;
        current = outer;
        expected = Records ? nodes.Count : expected;
        FreeOwned();
        nodes.Clear();
    }

    /// <summary>A tensor for an op to write: owned by the open tape, else by whoever receives it.</summary>
    internal static Tensor New(string op, Shape shape, DType dtype, Device device)
    {
        var tensor = Tensor.Empty(op, shape, dtype, device);
        return current?.Own(tensor) ?? tensor;
    }

    /// <summary>Notes how the result of an op was made, if a recording tape is open and an input wants a gradient.</summary>
    internal static Tensor Result(string op, Tensor output, ReadOnlySpan<Tensor?> inputs, BackwardRule backward)
    {
        if (current is not { } tape)
            return output;
        if (tape.anomaly)
            Anomaly.Check(op, "result", output, inputs);
        if (!WillRecord(inputs))
            return output;
        foreach (var input in inputs)
        {
            if (input is { GradFn: Node made } && made.Tape != tape)
            {
                throw new InvalidOperationException(
                    $"{op}: the input {input.Shape} was made by {made.Op} on another tape, to which gradients would not get. " +
                    "Record on that tape, or take the input out of it by Tape.Keep.");
            }
        }
        var node = new Node(tape, op, backward);
        output.GradFn = node;
        tape.nodes.Add(node);
        return output.WithGrad();
    }

    /// <summary>Whether an op on these inputs will be remembered, so that what only its gradients need is worth
    /// keeping.</summary>
    internal static bool WillRecord(ReadOnlySpan<Tensor?> inputs)
    {
        if (current is not { Records: true })
            return false;
        foreach (var input in inputs)
        {
            if (input is { RequiresGrad: true })
                return true;
        }
        return false;
    }

    /// <summary>Sums a gradient into its node or, for a tensor the user made, into its <see cref="Tensor.Grad"/>.</summary>
    internal void Accumulate(string op, Tensor input, Tensor gradient)
    {
        if (gradient.Shape != input.Shape)
            throw new ShapeException($"{op}: the gradient {gradient.Shape} of an input {input.Shape} has another shape.");
        if (anomaly)
            Anomaly.Check(op, "gradient", gradient, [input]);
        if (input.GradFn is Node node)
        {
            var before = node.Gradient;
            var sum = before is null ? gradient : Sum(op, before, gradient);
            // What the rule made changes hands; of anything else, whose owner frees it, a view is taken.
            node.Gradient = owned.Remove(sum) ? sum : sum.View(input.Shape);
            // The rule may still be reading what it handed over before.
            if (before is not null)
                owned.Add(before);
            return;
        }
        if (input.Grad is { } grad)
        {
            Sum(grad, grad, gradient);
            return;
        }
        // A gradient passed on unchanged is seen by several tensors; what a user may write to must be its own, and lie where its
        // optimizer wants it.
        var own = input.GradientBuffer?.Take();
        if (own is not null || gradient.Storage.IsShared || !owned.Contains(gradient))
        {
            own ??= New(op, input.Shape, input.DType, input.Device);
            KernelLauncher.Launch<CopyKernel, NoArgs>(own.Count, default, new Operands { Y = own, A = gradient });
            owned.Remove(own);
            input.Grad = own;
            return;
        }
        owned.Remove(gradient);
        input.Grad = gradient;
    }

    private Tensor Sum(string op, Tensor left, Tensor right)
    {
        var sum = New(op, left.Shape, left.DType, left.Device);
        Sum(sum, left, right);
        if (anomaly)
            Anomaly.Check(op, "sum of gradients", sum, [left, right]);
        return sum;
    }

    private static void Sum(Tensor sum, Tensor left, Tensor right) => KernelLauncher.Launch<AccumulateKernel, NoArgs>(
        sum.Count, default, new Operands { Y = sum, A = left, B = right }, 2);

    private void FreeOwned()
    {
        foreach (var tensor in owned)
            tensor.Dispose();
        owned.Clear();
    }
}
