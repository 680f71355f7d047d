namespace Equivariant.Data;

/// <summary>A data set that cannot be used: an unknown name, a missing or damaged file, labels that do not fit. One sentence with
/// the file, the reason and the remedy.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner);
