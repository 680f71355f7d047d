using System.CommandLine;
using Equivariant.Cli.DataSets;
using Equivariant.Cli.Hosting;
using Equivariant.Cli.Pages;
using Spectre.Console;

namespace Equivariant.Cli.Verbs;

/// <summary>Lists the data sets known by name, or opens one and says what is in it.</summary>
internal sealed class DataVerb : Verb
{
    private readonly Argument<string?> spec = new("SPEC")
    {
        Description = "A data set to open and check, such as medmnist:breastmnist or npz:cells.npz. Without it: list all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> folder = Options.Text(
        "--out", "DIR", "Also write report.html there: sizes, classes, intensities and a contact sheet of the images.");
    private readonly Option<bool> force = Options.Flag("--force", "Overwrite a report.html.");

    public DataVerb()
        : base("data", "List the data sets, fetch them, or open one, check it and show what is in it.", 60) =>
        spec.Validators.Add(result =>
    {
        // A misspelt option would else be taken for a data set.
        if (result.Tokens is [var token] && token.Value.StartsWith('-'))
            result.AddError($"There is no option '{token.Value}'.");
    });

    public override IReadOnlyList<PartOfVerb> Parts => [new DataListVerb(), new DataFetchVerb()];

    public override Outcome Run(Invocation invocation)
    {
        var name = invocation.Value(spec);
        if (name is null)
        {
            return invocation.Given(folder)
                ? throw new WrongArgumentsException("--out needs a data set: equivariant data SPEC --out DIR.")
                : List();
        }
        var report = invocation.Value(folder) is { } place
            ? new ReportFile(place, invocation.Value(force), replaceReports: false)
            : null;
        return DataSources.Open(DataSpec.Parse(name)) switch
        {
            DenseSplits dense => DenseDataSummary.Of(invocation, dense, report),
            var images => Describe((DataSplits)images, report),
        };
    }

    private static Outcome List()
    {
        var (known, sources) = (DataSources.Known(), DataSources.All);
        return new Outcome(
            new
            {
                sources = sources.Select(source => new { source.Scheme, source.Description }),
                sets = known.Select(set => new
                {
                    set.Spec,
                    set.Description,
                    available = set.BuiltIn || set.File is not null,
                    set.File,
                }),
            },
            terminal =>
            {
                var table = new Table().Border(TableBorder.Simple).AddColumns("data set", "what it is", "file");
                foreach (var set in known)
                    table.AddRow(set.Spec, Markup.Escape(set.Description),
                        Markup.Escape(set.BuiltIn ? "built in" : set.File ?? "not on this machine"));
                terminal.Out.Write(table);
                foreach (var source in sources)
                    terminal.Output.WriteLine($"  {source.Description}");
            });
    }

    private static Outcome Describe(DataSplits data, ReportFile? report)
    {
        var splits = ImageSplitSummary.AllOf(data);
        var classes = Enumerable.Range(0, data.Labels.Classes).Select(data.Labels.NameOf).ToArray();
        report?.Save(ImageDataPage.Of(data, splits));
        return new Outcome(
            new
            {
                spec = data.Name,
                data.Description,
                data.Licence,
                imageShape = data.ImageShape.ToArray(),
                task = data.Labels.Task.ToString(),
                classes,
                splits = splits.ToDictionary(
                    split => split.Name, split => new { images = split.Images.Count, perClass = split.PerClass }),
                report = report?.Path,
            },
            terminal =>
            {
                terminal.Output.WriteLine($"{data.Name}: {data.Description}; images {data.ImageShape}; licence: {data.Licence}");
                var table = new Table().Border(TableBorder.Simple).AddColumn("class");
                foreach (var split in splits)
                    table.AddColumn(new TableColumn(split.Name).RightAligned());
                for (var c = 0; c < classes.Length; c++)
                    table.AddRow([Markup.Escape(classes[c]), .. splits.Select(split => Show.Count(split.PerClass[c]))]);
                table.AddRow(["images", .. splits.Select(split => Show.Count(split.Images.Count))]);
                terminal.Out.Write(table);
                if (report is not null)
                    terminal.Output.WriteLine($"report: {report.Path}");
            });
    }
}
