namespace Equivariant.Data;

/// <summary>A pipeline that cannot be: an unknown step, a wrong argument, steps in an order that makes no sense.</summary>
public sealed class PipelineException(string message) : ArgumentException(message);
