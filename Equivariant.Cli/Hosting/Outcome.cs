namespace Equivariant.Cli.Hosting;

/// <summary>The result of a verb, for stdout.</summary>
/// <param name="Json">The object that <c>--json</c> writes.</param>
/// <param name="Show">Without <c>--json</c>: writes the same for people.</param>
/// <param name="Failure">Null if the work succeeded, else one line that says why it did not.</param>
internal sealed record Outcome(object Json, Action<Terminal> Show, string? Failure = null);

internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongArguments = 2;
}

/// <summary>The work cannot be done, for a reason that one line tells: exit code 1.</summary>
internal sealed class WorkFailedException(string message) : Exception(message);

/// <summary>The command line makes no sense, whatever the files hold: exit code 2.</summary>
internal sealed class WrongArgumentsException(string message) : Exception(message);
