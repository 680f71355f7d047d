using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>Something a report can hold: a paragraph, a table, a chart, pictures. A new kind is one new class.</summary>
internal interface IReportPart
{
    XElement ToElement();
}

internal sealed record Paragraph(string Text) : IReportPart
{
    public XElement ToElement() => Tag("p", Clean(Text));
}

/// <summary>The few numbers that matter most, in large type, each with its meaning below.</summary>
internal sealed record KeyFigures(params IReadOnlyList<(string Value, string Meaning)> Figures) : IReportPart
{
    public XElement ToElement() => Tag("div", Class("figures"), Figures.Select(figure => Tag("div",
        Tag("strong", Clean(figure.Value)), Tag("span", Clean(figure.Meaning)))));
}

/// <summary>Parts beside one another where the page is wide enough.</summary>
internal sealed record SideBySide(params IReadOnlyList<IReportPart> Parts) : IReportPart
{
    public XElement ToElement() => Tag("div", Class("side"), Parts.Select(part => part.ToElement()));
}

/// <summary>A table whose first column names the row. A column whose cells all begin with a digit or a sign is
/// right-aligned.</summary>
internal sealed record Table(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? Note = null) : IReportPart
{
    /// <summary>A row for each item, a column for each named function of an item.</summary>
    public static Table Of<T>(
        string title, IEnumerable<T> items, IReadOnlyList<(string Name, Func<T, string> Cell)> columns, string? note = null) =>
        new(title, [.. columns.Select(column => column.Name)],
            [.. items.Select(item => (IReadOnlyList<string>)[.. columns.Select(column => column.Cell(item))])], note);

    /// <summary>A column for each item below its name, a row for each named function of an item.</summary>
    public static Table Transposed<T>(string title, IReadOnlyList<T> items, Func<T, string> nameOf,
        IEnumerable<(string Name, Func<T, string> Cell)> rows, string? note = null) =>
        new(title, ["", .. items.Select(nameOf)],
            [.. rows.Select(row => (IReadOnlyList<string>)[row.Name, .. items.Select(row.Cell)])], note);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A row has more or fewer cells than there are columns.</exception>
    public XElement ToElement()
    {
        if (Rows.FirstOrDefault(row => row.Count != Columns.Count) is { } odd)
        {
            throw new InvalidOperationException(
                $"Table '{Title}': a row of {odd.Count} cells does not fit {Columns.Count} columns.");
        }
        var numeric = Columns.Select((_, column) => column > 0 && Rows.All(row => IsNumber(row[column]))).ToArray();
        return Figure(Title, Note, Tag("div", Class("wide"), Tag("table",
            Tag("thead", Tag("tr", Columns.Select((name, column) => Cell("th", "col", name, numeric[column])))),
            Tag("tbody", Rows.Select(row => Tag("tr", row.Select((cell, column) =>
                column == 0 ? Cell("th", "row", cell, false) : Cell("td", null, cell, numeric[column]))))))));
    }

    private static XElement Cell(string tag, string? scope, string text, bool numeric) => Tag(tag,
        scope is null ? null : With("scope", scope), numeric ? Class("number") : null, Clean(text));

    private static bool IsNumber(string text) => text is "" or "–" || char.IsAsciiDigit(text[0]) || text[0] is '+' or '−' or '-';
}
