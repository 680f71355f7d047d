namespace Equivariant.Cli.Hosting;

/// <summary>The work cannot be done, for a reason that one line tells: exit code 1.</summary>
internal sealed class WorkFailedException(string message, Exception? inner = null) : Exception(message, inner);
