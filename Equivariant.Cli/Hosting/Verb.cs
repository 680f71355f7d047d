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

    /// <summary>What stands behind it as a second word; most have nothing.</summary>
    public virtual IReadOnlyList<PartOfVerb> Parts => [];

    /// <summary>Adds arguments and options.</summary>
    public abstract void Declare(Command command);

    /// <summary>
    /// Does it. Wrong arguments end in a <see cref="WrongArgumentsException"/>, everything else that goes wrong in any
    /// other exception.
    /// </summary>
    public abstract Outcome Run(Invocation invocation);
}

/// <summary>A second word behind a verb, as in <c>data fetch</c>; its verb names it among its parts.</summary>
internal abstract class PartOfVerb : Verb
{
    public sealed override int Order => 0;
}
