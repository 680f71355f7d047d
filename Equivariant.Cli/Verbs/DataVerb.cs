using Equivariant.Cli.DataSets;
using Equivariant.Cli.Pages;

namespace Equivariant.Cli.Verbs;

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

    public override IReadOnlyList<Verb> Parts => [new DataListVerb(), new DataFetchVerb()];

    public override Outcome Run(Invocation invocation)
    {
        if (invocation.Value(spec) is not { } name)
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
            DenseSplits dense => Describe(invocation, dense, report),
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
                terminal.WriteTable(["data set", "what it is", "file"], known.Select(set => (string[])
                    [set.Spec, set.Description, set.BuiltIn ? "built in" : set.File ?? "not on this machine"]));
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
                terminal.WriteTable(["class", .. splits.Select(split => split.Name)],
                [
                    .. classes.Select((name, c) => (string[])[name, .. splits.Select(split => Show.Count(split.PerClass[c]))]),
                    ["images", .. splits.Select(split => Show.Count(split.Images.Count))],
                ], numbers: true);
                report?.Tell(terminal);
            });
    }

    /// <summary>Data with a class for each pixel; every image is read and checked.</summary>
    private static Outcome Describe(Invocation invocation, DenseSplits data, ReportFile? report)
    {
        var samples = report is null ? 0 : DenseDataPage.Samples;
        var parts = WorkView.Show(invocation.Terminal, $"reading the images of {data.Name}",
            progress => DenseSplitSummary.AllOf(data, samples, progress, invocation.Stop));
        report?.Save(DenseDataPage.Of(data, parts));
        return new Outcome(
            new
            {
                spec = data.Name,
                data.Description,
                data.Licence,
                task = "Dense",
                classes = data.ClassNames,
                resolution = data.Resolution is { } voxel ? new[] { voxel.Z, voxel.Y, voxel.X } : null,
                splits = parts.ToDictionary(part => part.Name, part => new
                {
                    images = part.Images,
                    channels = part.Channels,
                    sizes = part.Sizes.Select(size => new[] { size.Height, size.Width }),
                    pixelsPerClass = part.PerClass,
                    ignoredPixels = part.Ignored,
                }),
                report = report?.Path,
            },
            terminal =>
            {
                terminal.Output.WriteLine($"{data.Name}: {data.Description}; licence: {data.Licence}");
                if (data.Resolution is { } voxel)
                    terminal.Output.WriteLine(
                        FormattableString.Invariant($"voxels of {voxel.Z} × {voxel.Y} × {voxel.X} nm (z, y, x)"));
                terminal.WriteTable(["class", .. parts.Select(part => part.Name)],
                [
                    .. data.ClassNames.Select((name, c) => Row(name, part => part.ShareText(part.PerClass[c]))),
                    Row("not labelled", part => part.ShareText(part.Ignored)),
                    Row("images", part => Show.Count(part.Images)),
                    Row("size", part => part.SizeText),
                ], numbers: true);
                report?.Tell(terminal);

                string[] Row(string name, Func<DenseSplitSummary, string> cell) => [name, .. parts.Select(cell)];
            });
    }
}
