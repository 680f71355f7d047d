using System.Xml.Linq;

namespace Equivariant.Reports;

/// <summary>Something a report can hold: a paragraph, a table, a chart, pictures. A new kind is one new class.</summary>
public interface IReportPart
{
    /// <summary>The part as one element of HTML.</summary>
    XElement ToElement();
}
