using Equivariant.Cli.Comparisons;

namespace Equivariant.Cli.Verbs;

internal sealed class CompareVerb() : Verb(
    "compare",
    "Train and test all models of a paper's comparison with one budget; write results.json and report.html.", 45)
{
    private readonly CompareOptions options = new();

    public override Outcome Run(Invocation invocation)
    {
        var name = invocation.Required(options.Preset);
        var chosen = ComparePreset.All.First(candidate => candidate.Name == name);
        var names = invocation.Value(options.Models) ?? chosen.UsualModels;
        if (names.FirstOrDefault(model => !chosen.Models.Contains(model)) is { } unknown)
        {
            throw new WrongArgumentsException(
                $"--models: '{unknown}' is not compared by {name}; there are {string.Join(", ", chosen.Models)}.");
        }
        if (invocation.Given(options.TimingDevice) && invocation.Value(options.NoTiming))
            throw new WrongArgumentsException("--timing-device and --no-timing cannot both be given.");
        invocation.Refuse(new Option[] { options.Steps, options.Form, options.Size, options.Turns }
            .Where(option => !chosen.Takes.Contains(option.Name)), $"* is not for {name}.");
        // In the order of the tables, each once.
        return chosen.Run(new(invocation, options, invocation.Required(options.Data), invocation.Required(options.Folder),
            [.. chosen.Models.Where(names.Contains)]));
    }
}
