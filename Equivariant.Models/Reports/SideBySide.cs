using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>Parts beside one another where the page is wide enough.</summary>
/// <param name="Parts">The parts, from left to right.</param>
public sealed record SideBySide(params IReadOnlyList<IReportPart> Parts) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() => Tag("div", Class("side"), Parts.Select(part => part.ToElement()));
}
