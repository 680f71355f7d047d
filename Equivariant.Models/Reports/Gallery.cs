using System.Globalization;
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

/// <summary>Pictures for one place of a slider.</summary>
/// <param name="Name">What the place is called.</param>
/// <param name="Images">The pictures, in the same order at each place.</param>
public sealed record SliderPlace(string Name, IReadOnlyList<NamedImage> Images);

/// <summary>Pictures that a slider exchanges for others. Without a script those of the first place are shown.</summary>
/// <param name="Title">Stands above.</param>
/// <param name="Places">What is shown at each place of the slider.</param>
/// <param name="Width">Width of each picture, pixels.</param>
/// <param name="Note">Stands below.</param>
public sealed record GallerySlider(string Title, IReadOnlyList<SliderPlace> Places, int Width = 240, string? Note = null)
    : IReportPart
{
    /// <summary>No '&lt;', '&gt;' or '&amp;' here: they would be escaped, and scripts do not read escapes.</summary>
    private const string Script = """
        (function (slider) {
          var parts = slider.parentElement.querySelectorAll('[data-place]');
          var show = function () {
            parts.forEach(function (part) { part.hidden = part.dataset.place !== slider.value; });
          };
          slider.addEventListener('input', show);
          show();
        })(document.currentScript.parentElement.querySelector('input'));
        """;

    /// <inheritdoc/>
    public XElement ToElement() => Figure(Title, Note, Tag("div", Class("turner"),
        Tag("input", With("type", "range"), With("min", 0), With("max", Places.Count - 1), With("step", 1), With("value", 0),
            With("aria-label", Title)),
        Places.Select((place, i) => Tag("div",
            With("data-place", i.ToString(CultureInfo.InvariantCulture)), i > 0 ? With("hidden", "hidden") : null,
            Tag("p", Clean(place.Name)),
            Tag("div", Class("gallery"), place.Images.Select(image => image.ToElement(Width))))),
        Tag("script", Script)));
}
