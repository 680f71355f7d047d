using System.Globalization;
using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

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
