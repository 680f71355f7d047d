namespace Equivariant;

/// <summary>
/// How a device computes a symmetric convolution of given shapes: the path, and the group transform that it follows. Made once
/// for each geometry and kept, on the host, with a layer's <see cref="IndexTables"/>; kernels are told plain numbers.
/// </summary>
internal sealed class SymmetricConvPlan
{
    private readonly ISymmetricConvKernels? kernels;
    private readonly long stageBytes;
    private ISymmetricConvPasses? passes;
    private SymmetricConvPlan? adjoint;

    /// <summary>Chooses the path.</summary>
    public SymmetricConvPlan(
        Device device, DType dtype, in ConvGeometry geometry, KernelIndexMap map, OrientationReduction reduction)
    {
        (Geometry, Map) = (geometry, map);
        Reduction = map.Orientations == 1 ? OrientationReduction.None : reduction;
        kernels = device.Find<ISymmetricConvKernels>();
        Path = kernels?.ChoosePath(device, this, dtype) ?? SymmetricConvPath.Plain;
        stageBytes = kernels?.StageBytes(device) ?? 0;
    }

    private SymmetricConvPlan(SymmetricConvPlan of, in ConvGeometry geometry) =>
        (kernels, stageBytes, Geometry, Map, Reduction, Path) =
        (of.kernels, of.stageBytes, geometry, of.Map, of.Reduction, of.Path);

    /// <summary>The convolution by one copy: output channels and kernel without the copies.</summary>
    public ConvGeometry Geometry { get; }

    public KernelIndexMap Map { get; }

    /// <summary>What becomes of the copies; None where there is one.</summary>
    public OrientationReduction Reduction { get; }

    /// <summary>The transform of the copies, or of their sum; null where none is known.</summary>
    public GroupTransform? Transform => Map.Transform?.For(Reduction);

    public SymmetricConvPath Path { get; }

    public int Copies => Map.Orientations;

    public int Parameters => Map.Parameters;

    public int Taps => Map.Taps;

    /// <summary>Copies that the result keeps apart.</summary>
    public int KeptCopies => Reduction == OrientationReduction.None ? Copies : 1;

    public bool IsMax => Reduction == OrientationReduction.Max;

    /// <summary>Of <see cref="ConvGeometry.WithOrientations"/>: from the result's gradient to the input's.</summary>
    public SymmetricConvPlan Adjoint => adjoint ??= new(this, Geometry.OrientedAdjoint());

    private ISymmetricConvPasses Passes => passes ??= Path == SymmetricConvPath.Staged
        ? new StagedSymmetricConv(this, stageBytes) : kernels!.Passes(this);

    /// <summary>y and, where J is given, the argmax of a maximum, from x in A, θ in B, bias in C, the epilogue in D, E,
    /// F.</summary>
    public void Forward(IndexTables tables, Operands operands, EpilogueArgs epilogue = default)
    {
        // A device of shapes computes nothing, and what the dense way holds meanwhile is scratch.
        if (operands.Y.Count == 0 || operands.Y.Device is ShapeDevice)
            return;
        if (Path.IsTransformed())
            Run(nameof(Forward), tables, operands, epilogue);
        else
            DenseSymmetricConv.Forward(this, tables, operands, epilogue);
    }

    /// <summary>Gradients of x and θ, as far as they are wanted.</summary>
    public void Backward(IndexTables tables, Tensor dy, Tensor? argMax, Tensor x, Tensor theta, Gradients gradients)
    {
        if (!Path.IsTransformed())
        {
            DenseSymmetricConv.Backward(this, tables, dy, argMax, x, theta, gradients);
            return;
        }
        if (gradients.Wants(x))
        {
            var dx = Ops.New(x.Shape, dy, nameof(Ops.SymmetricConv));
            var operands = new Operands { Y = dx, A = dy, B = theta, I = tables.Table, J = argMax };
            Run(nameof(ISymmetricConvPasses.DataGradient), tables, operands);
            gradients.Add(x, dx);
        }
        if (gradients.Wants(theta))
            gradients.Add(theta, ThetaGradient(gradients.New(theta), tables, dy, argMax, x));
    }

    /// <summary>dθ from dy and x, for the ways that transform taps and parameters.</summary>
    public Tensor ThetaGradient(Tensor dtheta, IndexTables tables, Tensor dy, Tensor? argMax, Tensor x)
    {
        var operands = new Operands { Y = dtheta, A = dy, B = x, I = tables.Table, J = argMax };
        Run(nameof(ThetaGradient), tables, operands);
        return dtheta;
    }

    private void Run(string pass, IndexTables tables, in Operands operands, in EpilogueArgs epilogue = default)
    {
        SavedTensors.Check(operands);
        try
        {
            if (pass == nameof(Forward))
                Passes.Forward(tables, operands, epilogue);
            else if (pass == nameof(ThetaGradient))
                Passes.ThetaGradient(tables, operands);
            else
                Passes.DataGradient(tables, operands);
            operands.Completed();
        }
        catch (OutOfDeviceMemoryException e) when (e.Op is null)
        {
            throw e.For($"{nameof(Ops.SymmetricConv)}.{pass}", null);
        }
    }
}

/// <summary>The symmetric convolutions that a device has of its own: a planner, and kernels that transform taps and
/// parameters.</summary>
internal interface ISymmetricConvKernels
{
    /// <summary>The path of least work on a device, unless the device forces one that it has.</summary>
    SymmetricConvPath ChoosePath(Device device, SymmetricConvPlan plan, DType dtype);

    /// <summary>Bytes that <see cref="StagedSymmetricConv"/> may take at a time.</summary>
    long StageBytes(Device device);

    /// <summary>The kernels of <see cref="SymmetricConvPath.Factorised"/>.</summary>
    ISymmetricConvPasses Passes(SymmetricConvPlan plan);
}

/// <summary>The passes of a plan that transforms taps and parameters, with what they derive from it.</summary>
internal interface ISymmetricConvPasses
{
    /// <summary>y and, where J is given, the argmax, from x in A, θ in B, bias in C, the epilogue in D, E, F.</summary>
    void Forward(IndexTables tables, in Operands operands, in EpilogueArgs epilogue);

    /// <summary>dx from dy in A, θ in B, the argmax in J.</summary>
    void DataGradient(IndexTables tables, in Operands operands);

    /// <summary>dθ from dy in A, x in B, the argmax in J.</summary>
    void ThetaGradient(IndexTables tables, in Operands operands);
}
