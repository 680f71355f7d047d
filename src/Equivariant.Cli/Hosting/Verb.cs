using System.CommandLine;

namespace Equivariant.Cli.Hosting;

/// <summary>
/// Something the program can do. A new verb is one new class with a constructor without parameters; it is found by reflection.
/// Its options are fields, added in <see cref="Declare"/>.
/// </summary>
internal abstract class Verb
{
    /// <summary>As it is typed.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>Where it stands in the help.</summary>
    public abstract int Order { get; }

    /// <summary>Adds arguments and options.</summary>
    public abstract void Declare(Command command);

    /// <summary>
    /// Does it. Wrong arguments end in a <see cref="WrongArgumentsException"/>, everything else that goes wrong in any
    /// other exception.
    /// </summary>
    public abstract Outcome Run(Invocation invocation);
}
