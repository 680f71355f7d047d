using System.Xml.Linq;

namespace Equivariant.Reports;

/// <summary>Text.</summary>
/// <param name="Text">Plain text; it is escaped.</param>
public sealed record Paragraph(string Text) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() => Markup.Tag("p", Markup.Clean(Text));
}
