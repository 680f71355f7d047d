using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>A table whose first column names the row; cells that begin with a digit or a sign stand right-aligned.</summary>
/// <param name="Title">Stands above the table.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
/// <param name="Note">Stands below the table.</param>
public sealed record Table(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? Note = null) : IReportPart
{
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
