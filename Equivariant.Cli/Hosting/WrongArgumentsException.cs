namespace Equivariant.Cli.Hosting;

/// <summary>The command line asks for something that makes no sense, whatever the files hold: exit code 2.</summary>
internal sealed class WrongArgumentsException(string message) : Exception(message);
