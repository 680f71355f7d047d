namespace Equivariant.Training;

/// <summary>Training cannot go on; the message says why and what to change.</summary>
public sealed class TrainingException(string message) : Exception(message);
