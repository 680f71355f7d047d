using System.Reflection;

namespace Equivariant.Cli.Hosting;

/// <summary>The options and arguments in the fields of a class. The help shows them in the order of the fields.</summary>
internal abstract class OptionSet
{
    /// <summary>The options, those of a set in a field among them.</summary>
    public virtual IReadOnlyList<Option> All => field ??=
        [.. Fields.SelectMany(value => value is OptionSet set ? set.All : value is Option option ? [option] : [])];

    public IEnumerable<Argument> Arguments => Fields.OfType<Argument>();

    private IEnumerable<object?> Fields => GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
        .OrderBy(info => info.MetadataToken).Select(info => info.GetValue(this));
}

/// <summary>
/// Something the program can do. To add a verb, add a class with a parameterless constructor: reflection finds it and the options
/// in its fields.
/// </summary>
/// <param name="name">As it is typed.</param>
/// <param name="summary">A line for the help.</param>
/// <param name="order">Its place in the help; 0 for a second word, as in <c>data fetch</c>, which its verb names in
/// <see cref="Parts"/>.</param>
internal abstract class Verb(string name, string summary, int order = 0) : OptionSet
{
    public string Name => name;

    public string Summary => summary;

    public int Order => order;

    public virtual IReadOnlyList<Verb> Parts => [];

    /// <summary>Does it. Wrong arguments end in a <see cref="WrongArgumentsException"/>, every other failure in any other
    /// exception.</summary>
    public abstract Outcome Run(Invocation invocation);
}
