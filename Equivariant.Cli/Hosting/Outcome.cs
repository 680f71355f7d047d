using Equivariant.Cli.Terminals;

namespace Equivariant.Cli.Hosting;

/// <summary>What a verb has to say at its end: one of both is shown on stdout.</summary>
/// <param name="Json">The object that <c>--json</c> writes.</param>
/// <param name="Show">Writes the same for people.</param>
/// <param name="Failure">Null if the work succeeded, else one line that says why it did not.</param>
internal sealed record Outcome(object Json, Action<Terminal> Show, string? Failure = null);
