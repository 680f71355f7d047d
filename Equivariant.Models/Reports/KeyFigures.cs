using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>A few numbers that matter most, large.</summary>
/// <param name="Figures">Each number with what it is.</param>
public sealed record KeyFigures(params IReadOnlyList<(string Value, string Meaning)> Figures) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() => Tag("div", Class("figures"), Figures.Select(figure => Tag("div",
        Tag("strong", Clean(figure.Value)), Tag("span", Clean(figure.Meaning)))));
}
