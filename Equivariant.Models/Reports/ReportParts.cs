using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>Something a report can hold: a paragraph, a table, a chart, pictures. A new kind is one new class.</summary>
public interface IReportPart
{
    /// <summary>The part as one element of HTML.</summary>
    XElement ToElement();
}

/// <summary>Text.</summary>
/// <param name="Text">Plain text; it is escaped.</param>
public sealed record Paragraph(string Text) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() => Markup.Tag("p", Markup.Clean(Text));
}

/// <summary>A few numbers that matter most, large.</summary>
/// <param name="Figures">Each number with what it is.</param>
public sealed record KeyFigures(params IReadOnlyList<(string Value, string Meaning)> Figures) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() => Tag("div", Class("figures"), Figures.Select(figure => Tag("div",
        Tag("strong", Clean(figure.Value)), Tag("span", Clean(figure.Meaning)))));
}

/// <summary>Parts beside one another where the page is wide enough.</summary>
/// <param name="Parts">The parts, from left to right.</param>
public sealed record SideBySide(params IReadOnlyList<IReportPart> Parts) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() => Tag("div", Class("side"), Parts.Select(part => part.ToElement()));
}
