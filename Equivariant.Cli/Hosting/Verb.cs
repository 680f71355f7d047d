using System.CommandLine;
using System.Reflection;

namespace Equivariant.Cli.Hosting;

/// <summary>Options, and arguments, that a class holds as fields. The help shows them in the order of the fields.</summary>
internal abstract class OptionSet
{
    /// <summary>The options, those of a set in a field among them.</summary>
    public IReadOnlyList<Option> All => field ??=
        [.. Fields.SelectMany(value => value is OptionSet set ? set.All : value is Option option ? [option] : [])];

    /// <summary>The arguments.</summary>
    public IEnumerable<Argument> Arguments => Fields.OfType<Argument>();

    private IEnumerable<object?> Fields => GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
        .OrderBy(info => info.MetadataToken).Select(info => info.GetValue(this));
}

/// <summary>
/// Something the program can do. To add a verb, add a class with a parameterless constructor: reflection finds it and the options
/// in its fields.
/// </summary>
/// <param name="name">As it is typed.</param>
/// <param name="summary">What it does, in a line.</param>
/// <param name="order">Its position in the help.</param>
internal abstract class Verb(string name, string summary, int order) : OptionSet
{
    public string Name => name;

    public string Summary => summary;

    public int Order => order;

    /// <summary>The second words that may follow it, as in <c>data fetch</c>; most verbs have none.</summary>
    public virtual IReadOnlyList<PartOfVerb> Parts => [];

    /// <summary>
    /// Does it. Wrong arguments end in a <see cref="WrongArgumentsException"/>, everything else that goes wrong in any
    /// other exception.
    /// </summary>
    public abstract Outcome Run(Invocation invocation);
}

/// <summary>A second word behind a verb, as in <c>data fetch</c>; its verb names it among its parts.</summary>
internal abstract class PartOfVerb(string name, string summary) : Verb(name, summary, 0);
