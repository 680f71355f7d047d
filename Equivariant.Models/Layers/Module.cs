namespace Equivariant.Layers;

/// <summary>
/// A layer or network: named parameters, buffers and children, as PyTorch's Module. Names joined with dots are those of
/// PyTorch's state dict, so weights load by name.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Module Value)> children = [];
    private readonly List<(string Name, Tensor Value)> parameters = [];
    private readonly List<(string Name, Tensor Value)> buffers = [];
    private readonly List<IDisposable> owned = [];
    private Action<Module, Shape, Shape>? observer;

    /// <summary>Whether the module behaves as in training (batch statistics, dropout); true when made.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>What it is, with the settings that matter, as in <c>SreConv(64→64, 9×9, 5 bands)</c>.</summary>
    public virtual string Description => GetType().Name;

    /// <summary>The declared symmetry, which holds exactly (to rounding) on every size that <see cref="BreaksAt"/> lets
    /// pass.</summary>
    public virtual SymmetryClaim Symmetry =>
        children.Aggregate(SymmetryClaim.All, (claim, child) => claim.And(child.Value.Symmetry));

    /// <summary>Parts with their names, in the order they were added.</summary>
    public IReadOnlyList<(string Name, Module Value)> Children => children;

    /// <summary>Number of trainable numbers, parts included.</summary>
    public long ParameterCount => NamedParameters().Sum(parameter => parameter.Value.Shape.Count);

    /// <summary>Whether <see cref="Symmetry"/> and <see cref="BreaksAt"/> hold for the parts too: a layer, or a network that
    /// keeps more than its parts do.</summary>
    internal virtual bool IsAtomic => children.Count == 0;

    internal bool IsObserved => observer is not null;

    /// <summary>Applies the module.</summary>
    /// <param name="x">Batch first, then channels, then one to three spatial axes, unless the module says otherwise.</param>
    public Tensor Forward(Tensor x)
    {
        var y = children.Count > 0 && Tape.Current is { Records: false } ? ComputeAndFree(x) : Compute(x);
        observer?.Invoke(this, x.Shape, y.Shape);
        return y;
    }

    /// <summary>The size rule for this layer alone: null where it is exact on an input of this shape, else why not.</summary>
    public virtual string? BreaksAt(Shape input) => null;

    /// <summary>What every spatial axis of the input must be a multiple of; 1 where any size will do.</summary>
    public virtual int SizeMultiple =>
        children.Aggregate(1, (multiple, child) => Math.Max(multiple, child.Value.SizeMultiple));

    /// <summary>The radius of this layer's receptive field on each axis (<see cref="ReceptiveField"/>); null where a result may
    /// depend on the whole input, or on where in the image it is.</summary>
    internal virtual int[]? ReceptiveRadius(Shape input, Shape output) => null;

    /// <summary>All parameters, with the names of PyTorch's state dict.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters() => Named(module => module.parameters);

    /// <summary>All tensors that are saved but not trained: running statistics.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedBuffers() => Named(module => module.buffers);

    /// <summary>Every module inside, this one first, with its path (empty for this one).</summary>
    public IEnumerable<(string Path, Module Value)> NamedModules() => InParts(child => child.NamedModules()).Prepend(("", this));

    /// <summary>The modules whose symmetry is asked for (<see cref="IsAtomic"/>), with their paths.</summary>
    internal IEnumerable<(string Path, Module Value)> AtomicModules() =>
        IsAtomic ? [("", this)] : InParts(child => child.AtomicModules());

    /// <summary>Switches to training behaviour, or with false to that of inference.</summary>
    public void Train(bool training = true)
    {
        foreach (var (_, module) in NamedModules())
            module.Training = training;
    }

    /// <summary>Switches to inference: running statistics, no dropout.</summary>
    public void Eval() => Train(false);

    /// <summary>Frees all gradients.</summary>
    public void ZeroGrad() => NamedParameters().ToList().ForEach(parameter => parameter.Value.ZeroGrad());

    /// <summary>Restarts what layers draw at random while training (dropout):
    /// a run resumed at an epoch continues to the bit.</summary>
    public void Reseed(Rng rng)
    {
        foreach (var (path, module) in NamedModules())
            module.OnReseed(rng.Fork(path));
    }

    /// <summary>Calls back with module, input and output shape for everything that runs while <paramref name="run"/>
    /// does.</summary>
    public void Observe(Action<Module, Shape, Shape> callback, Action run)
    {
        var modules = NamedModules().Select(module => module.Value).ToArray();
        foreach (var module in modules)
            module.observer = callback;
        try
        {
            run();
        }
        finally
        {
            foreach (var module in modules)
                module.observer = null;
        }
    }

    /// <summary>Calls back as <see cref="Observe"/> for everything that an input of a shape passes in inference; nothing is
    /// computed.</summary>
    internal void ObserveShapes(Shape input, Action<Module, Shape, Shape> callback) => Observe(callback, () => InInference(() =>
    {
        using var tape = Tape.NoGrad();
        return Forward(Tensor.Empty(input, DType.Float32, ShapeDevice.Instance)).Shape;
    }));

    /// <summary>Runs something in inference, then goes back to how the module was.</summary>
    internal T InInference<T>(Func<T> run)
    {
        var training = Training;
        Eval();
        try
        {
            return run();
        }
        finally
        {
            Train(training);
        }
    }

    /// <summary>Frees parameters and buffers, and what else the module and its parts own.</summary>
    public void Dispose()
    {
        foreach (var (_, tensor) in NamedParameters().Concat(NamedBuffers()))
            tensor.Dispose();
        foreach (var (_, module) in NamedModules())
            module.owned.ForEach(part => part.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    internal Module ShallowCopy() => (Module)MemberwiseClone();

    /// <summary>What <see cref="Forward"/> does.</summary>
    protected abstract Tensor Compute(Tensor x);

    /// <summary>Called by <see cref="Reseed"/> with this module's own generator.</summary>
    protected virtual void OnReseed(Rng rng)
    {
    }

    /// <summary>Makes a module a part of this one.</summary>
    protected T Child<T>(string name, T module) where T : Module
    {
        children.Add((name, module));
        return module;
    }

    /// <summary>Makes a tensor a trainable parameter.</summary>
    protected Tensor Parameter(string name, Tensor tensor)
    {
        parameters.Add((name, tensor.WithGrad()));
        return tensor;
    }

    /// <summary>Makes a tensor one that is saved but not trained.</summary>
    protected Tensor Buffer(string name, Tensor tensor)
    {
        buffers.Add((name, tensor));
        return tensor;
    }

    /// <summary>Makes something be freed with this module that is neither trained nor saved.</summary>
    protected T Owned<T>(T part) where T : IDisposable
    {
        owned.Add(part);
        return part;
    }

    /// <summary>In inference nobody goes back: what the parts made is freed as soon as the result is there.</summary>
    private Tensor ComputeAndFree(Tensor x)
    {
        using var scope = Tape.NoGrad();
        return scope.Keep(Compute(x));
    }

    private IEnumerable<(string Path, Module Value)> InParts(Func<Module, IEnumerable<(string Path, Module Value)>> modules) =>
        children.SelectMany(child => modules(child.Value).Select(part => (Join(child.Name, part.Path), part.Value)));

    private IEnumerable<(string Name, Tensor Value)> Named(Func<Module, List<(string Name, Tensor Value)>> tensors) =>
        NamedModules().SelectMany(module => tensors(module.Value).Select(tensor => (Join(module.Path, tensor.Name), tensor.Value)));

    private static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";
}
