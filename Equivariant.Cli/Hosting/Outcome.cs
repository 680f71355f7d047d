using Equivariant.Cli.Terminals;

namespace Equivariant.Cli.Hosting;

/// <summary>What a verb has to say at its end: one of both is shown on stdout.</summary>
/// <param name="Json">The object that <c>--json</c> writes.</param>
/// <param name="Show">Writes the same for people.</param>
/// <param name="Failure">Null if the work succeeded, else one line that says why it did not.</param>
internal sealed record Outcome(object Json, Action<Terminal> Show, string? Failure = null);

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongArguments = 2;
}

/// <summary>The work cannot be done, for a reason that one line tells: exit code 1.</summary>
internal sealed class WorkFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The command line asks for something that makes no sense, whatever the files hold: exit code 2.</summary>
internal sealed class WrongArgumentsException(string message) : Exception(message);
