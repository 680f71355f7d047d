namespace Equivariant.Kernels;

/// <summary>
/// A body of which a device may run several launches as one, each with operands of its own in Y, Y2 and A: the updates of all
/// parameters in a step of an optimizer (see <see cref="Device.Together"/>).
/// </summary>
internal interface IJoinable<TArgs> : IKernel<TArgs>
    where TArgs : unmanaged
{
    /// <summary>The arguments of a launch over <paramref name="count"/> indices, from those of another one: launches are joined
    /// where this makes their arguments the same.</summary>
    static abstract TArgs ForCount(in TArgs args, int count);
}
