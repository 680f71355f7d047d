using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>A picture with a name and, if there is more to say, a line below it.</summary>
/// <param name="Name">Stands below the picture.</param>
/// <param name="Image">The picture.</param>
/// <param name="Note">Stands below the name.</param>
public sealed record NamedImage(string Name, ReportImage Image, string? Note = null)
{
    /// <summary>The picture at a width in pixels.</summary>
    internal XElement ToElement(int width) => Tag("div",
        Tag("img", With("src", Image.DataUri), With("alt", Name), With("width", width),
            With("height", Math.Max(1, width * Image.Height / Image.Width))),
        Clean(Name), Note is null ? null : Tag("small", Clean(Note)));
}

/// <summary>Pictures side by side, each large enough to be looked at.</summary>
/// <param name="Title">Stands above them.</param>
/// <param name="Images">The pictures.</param>
/// <param name="Width">Width of each, pixels.</param>
/// <param name="Note">Stands below them.</param>
public sealed record Gallery(string Title, IReadOnlyList<NamedImage> Images, int Width = 240, string? Note = null) : IReportPart
{
    /// <inheritdoc/>
    public XElement ToElement() =>
        Figure(Title, Note, Tag("div", Class("gallery"), Images.Select(image => image.ToElement(Width))));
}
