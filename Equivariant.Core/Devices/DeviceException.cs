namespace Equivariant;

/// <summary>A device cannot be opened, has failed, or was disposed; the message names it and says what to do.</summary>
public sealed class DeviceException(string message, Exception? cause = null) : Exception(message, cause);
