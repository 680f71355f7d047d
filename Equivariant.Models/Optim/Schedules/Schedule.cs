namespace Equivariant.Training;

/// <summary>
/// The learning rate as a function of the step or epoch alone, so that a run taken up again needs to know no more than its
/// number.
/// </summary>
public abstract record Schedule
{
    /// <summary>The rate of a step (or epoch).</summary>
    /// <param name="step">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative step.</exception>
    public double At(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return RateAt(step);
    }

    /// <summary>The rate of a step that is not negative.</summary>
    protected abstract double RateAt(int step);
}
