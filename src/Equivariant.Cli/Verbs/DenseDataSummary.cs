using System.Globalization;
using Equivariant.Cli.Hosting;
using Equivariant.Data;
using Spectre.Console;

namespace Equivariant.Cli.Verbs;

/// <summary>What <c>data</c> says of a set with a class for each pixel, every image of which it reads and checks.</summary>
internal static class DenseDataSummary
{
    public static Outcome Of(DenseSplits data)
    {
        Part[] parts = [Part.Of("train", data.Train, data.Classes), Part.Of("test", data.Test, data.Classes)];
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
            },
            terminal =>
            {
                terminal.Output.WriteLine($"{data.Name}: {data.Description}; licence: {data.Licence}");
                if (data.Resolution is { } voxel)
                    terminal.Output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"voxels of {voxel.Z} × {voxel.Y} × {voxel.X} nm (z, y, x)"));
                var table = new Table().Border(TableBorder.Simple).AddColumn("class");
                foreach (var part in parts)
                    table.AddColumn(new TableColumn(part.Name).RightAligned());
                for (var c = 0; c < data.Classes; c++)
                    table.AddRow([Markup.Escape(data.ClassNames[c]), .. parts.Select(part => part.Share(part.PerClass[c]))]);
                table.AddRow(["not labelled", .. parts.Select(part => part.Share(part.Ignored))]);
                table.AddRow(["images", .. parts.Select(part => part.Images.ToString("#,0", CultureInfo.InvariantCulture))]);
                table.AddRow(
                    ["size", .. parts.Select(part => string.Join(", ", part.Sizes.Select(s => $"{s.Height}×{s.Width}")))]);
                terminal.Out.Write(table);
            });
    }

    private sealed record Part(
        string Name, int Images, int Channels, IReadOnlyList<(int Height, int Width)> Sizes, long[] PerClass, long Ignored)
    {
        public static Part Of(string name, DenseSet set, int classes)
        {
            var (perClass, ignored, sizes) = (new long[classes], 0L, new HashSet<(int Height, int Width)>());
            foreach (var image in set.Images())
            {
                sizes.Add((image.Height, image.Width));
                foreach (var label in image.Labels)
                {
                    if (label == DenseImage.Ignored)
                        ignored++;
                    else if (label < classes)
                        perClass[label]++;
                    else
                        throw new DataException($"{set.Name}: {image.Name} has the label {label}; there are {classes} classes.");
                }
            }
            return new Part(name, set.Count, set.Channels, [.. sizes], perClass, ignored);
        }

        public string Share(long pixels) =>
            ((double)pixels / (PerClass.Sum() + Ignored)).ToString("P1", CultureInfo.InvariantCulture);
    }
}
