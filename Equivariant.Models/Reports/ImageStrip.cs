using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>What a model said about a picture.</summary>
/// <param name="Text">The predicted class; may be empty where it is the true one.</param>
/// <param name="Right">Whether that is the true class; null where it is not known.</param>
public sealed record Verdict(string Text, bool? Right);

/// <summary>A picture with what is to be said about it.</summary>
/// <param name="Heading">Stands above the picture, as <c>90°</c>.</param>
/// <param name="Image">The picture.</param>
/// <param name="Verdicts">One for each model of the strip.</param>
public sealed record StripImage(string Heading, ReportImage Image, IReadOnlyList<Verdict> Verdicts);

/// <summary>Pictures side by side, with each model's prediction below, marked right (✓) or wrong (✗).</summary>
/// <param name="Title">Stands above the strip.</param>
/// <param name="Models">Names of the models, one line each.</param>
/// <param name="Images">The pictures.</param>
/// <param name="Note">Stands below the strip.</param>
public sealed record ImageStrip(
    string Title, IReadOnlyList<string> Models, IReadOnlyList<StripImage> Images, string? Note = null) : IReportPart
{
    private const int Shown = 56;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A picture has more or fewer verdicts than there are models.</exception>
    public XElement ToElement()
    {
        if (Images.FirstOrDefault(image => image.Verdicts.Count != Models.Count) is { } odd)
        {
            throw new InvalidOperationException(
                $"ImageStrip '{Title}': picture '{odd.Heading}' has {odd.Verdicts.Count} verdicts for {Models.Count} models.");
        }
        return Figure(Title, Note, Tag("div", Class("wide"), Tag("table", Class("strip"),
            Tag("thead",
                Tag("tr", Tag("td"), Images.Select(image => Tag("th", With("scope", "col"), Clean(image.Heading)))),
                Tag("tr", Tag("td"), Images.Select(image => Tag("td", Picture(image))))),
            Tag("tbody", Models.Select((model, m) => Tag("tr", Tag("th", With("scope", "row"), Clean(model)),
                Images.Select(image => Cell(image.Verdicts[m]))))))));
    }

    private static XElement Picture(StripImage image) => Tag("img", With("src", image.Image.DataUri), With("alt", image.Heading),
        With("width", Shown), With("height", Math.Max(1, Shown * image.Image.Height / image.Image.Width)));

    private static XElement Cell(Verdict verdict) => verdict.Right switch
    {
        true => Tag("td", Class("right"), Clean($"✓ {verdict.Text}".TrimEnd())),
        false => Tag("td", Class("wrong"), Clean($"✗ {verdict.Text}".TrimEnd())),
        null => Tag("td", Clean(verdict.Text)),
    };
}
