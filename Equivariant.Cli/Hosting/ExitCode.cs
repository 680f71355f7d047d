namespace Equivariant.Cli.Hosting;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0, Failed = 1, WrongArguments = 2;
}
