using System.Xml.Linq;
using Equivariant.Formats;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>
/// A page that stands alone: text, tables, charts and pictures in one HTML file that needs no other file, readable on a light or
/// dark screen and on paper. Only sliders use a script. All text is escaped.
/// </summary>
/// <param name="title">The heading of the page.</param>
/// <param name="lead">A line below it.</param>
internal sealed class HtmlReport(string title, string? lead = null)
{
    /// <summary>The style sheet. Its colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart,
    /// lighter on a dark page. It must hold no '&lt;', '&gt;' or '&amp;': they would be escaped, and style sheets do not read
    /// escapes.</summary>
    internal static readonly string Css = EmbeddedFile.Text("report.css");

    private const string Generator = "Equivariant report";

    private readonly List<XElement> body = [];

    public HtmlReport Add(IReportPart part) => Add(part.ToElement());

    /// <summary>Adds a heading with parts below it.</summary>
    public HtmlReport Section(string heading, params IReadOnlyList<IReportPart> parts) =>
        Add(Tag("section", Tag("h2", Clean(heading)), parts.Select(part => part.ToElement())));

    /// <summary>Adds a last line, small: how and when the report was made.</summary>
    public HtmlReport Footer(string text) => Add(Tag("footer", Clean(text)));

    public string ToHtml()
    {
        var html = Tag("html", With("lang", "en"),
            Tag("head",
                Tag("meta", With("charset", "utf-8")),
                Tag("meta", With("name", "viewport"), With("content", "width=device-width, initial-scale=1")),
                Tag("meta", With("name", "generator"), With("content", Generator)),
                Tag("title", Clean(title)),
                Tag("style", Css)),
            Tag("body",
                Tag("main", Tag("h1", Clean(title)), lead is null ? null : Tag("p", Class("lead"), Clean(lead)), body)));
        return "<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written: one sentence says which and why.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToHtml());

    /// <summary>Whether a file is a report written by this class, which a later report may replace.</summary>
    public static bool IsReport(string path)
    {
        using var reader = new StreamReader(path);
        var start = new char[1024];
        var length = reader.ReadBlock(start);
        return new string(start, 0, length).Contains($"content=\"{Generator}\"", StringComparison.Ordinal);
    }

    private HtmlReport Add(XElement part)
    {
        body.Add(part);
        return this;
    }
}
