namespace Equivariant.Data;

/// <summary>How a step is written on the command line; found by reflection.</summary>
public interface IAugmentationSyntax
{
    /// <summary>The word the step begins with, e.g. <c>rotate</c>.</summary>
    string Name { get; }

    /// <summary>The whole form and its meaning, in a line.</summary>
    string Usage { get; }

    /// <summary>The step.</summary>
    /// <exception cref="PipelineException">An argument is missing, too many or wrong.</exception>
    IAugmentation Parse(StepText step);
}
