using Equivariant.Cli.DataSets;
using Equivariant.Cli.Hosting;
using Equivariant.Cli.Pages;
using Equivariant.Cli.Terminals;
using Spectre.Console;

namespace Equivariant.Cli.Verbs;

/// <summary>What <c>data</c> says of a set with a class for each pixel, every image of which it reads and checks.</summary>
internal static class DenseDataSummary
{
    public static Outcome Of(Invocation invocation, DenseSplits data, ReportFile? report)
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
                var table = new Table().Border(TableBorder.Simple).AddColumn("class");
                foreach (var part in parts)
                    table.AddColumn(new TableColumn(part.Name).RightAligned());
                for (var c = 0; c < data.Classes; c++)
                    table.AddRow([Markup.Escape(data.ClassNames[c]), .. parts.Select(part => Share(part, part.PerClass[c]))]);
                table.AddRow(["not labelled", .. parts.Select(part => Share(part, part.Ignored))]);
                table.AddRow(["images", .. parts.Select(part => Show.Count(part.Images))]);
                table.AddRow(
                    ["size", .. parts.Select(part => string.Join(", ", part.Sizes.Select(s => $"{s.Height}×{s.Width}")))]);
                terminal.Out.Write(table);
                if (report is not null)
                    terminal.Output.WriteLine($"report: {report.Path}");
            });
    }

    private static string Share(DenseSplitSummary part, long pixels) => Show.Percent((double)pixels / part.Pixels);
}
