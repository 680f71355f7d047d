using System.Xml.Linq;
using static Equivariant.Reports.Markup;

namespace Equivariant.Reports;

/// <summary>A picture with its name below it and, if there is one, a note below the name.</summary>
internal sealed record NamedImage(string Name, ReportImage Image, string? Note = null)
{
    /// <summary>The picture, scaled to a width in pixels.</summary>
    public XElement ToElement(int width) => Tag("div",
        Image.ToElement(Name, width), Clean(Name), Note is null ? null : Tag("small", Clean(Note)));
}

/// <summary>Pictures side by side, each <see cref="Width"/> pixels wide.</summary>
internal sealed record Gallery(string Title, IReadOnlyList<NamedImage> Images, int Width = 240, string? Note = null) : IReportPart
{
    public XElement ToElement() =>
        Figure(Title, Note, Tag("div", Class("gallery"), Images.Select(image => image.ToElement(Width))));
}

/// <summary>The pictures at one position of a <see cref="GallerySlider"/>.</summary>
internal sealed record SliderPlace(string Name, IReadOnlyList<NamedImage> Images);

/// <summary>Pictures that a slider exchanges for others. Without a script, those of the first position are shown.</summary>
internal sealed record GallerySlider(string Title, IReadOnlyList<SliderPlace> Places, int Width = 240, string? Note = null)
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

    public XElement ToElement() => Figure(Title, Note, Tag("div", Class("turner"),
        Tag("input", With("type", "range"), With("min", 0), With("max", Places.Count - 1), With("step", 1), With("value", 0),
            With("aria-label", Title)),
        Places.Select((place, i) => Tag("div", With("data-place", i), i > 0 ? With("hidden", "hidden") : null,
            Tag("p", Clean(place.Name)),
            Tag("div", Class("gallery"), place.Images.Select(image => image.ToElement(Width))))),
        Tag("script", Script)));
}

/// <summary>The class that a model predicted for a picture, and whether it is the true one.</summary>
internal sealed record Verdict(string Text, bool Right)
{
    public XElement ToElement() => Tag("td", Class(Right ? "right" : "wrong"), Clean($"{(Right ? '✓' : '✗')} {Text}".TrimEnd()));
}

/// <summary>A picture below its heading, such as <c>90°</c>, with a verdict of each model of the strip.</summary>
internal sealed record StripImage(string Heading, ReportImage Image, IReadOnlyList<Verdict> Verdicts);

/// <summary>Pictures side by side; below them a line for each model, its predictions marked right (✓) or wrong (✗).</summary>
internal sealed record ImageStrip(string Title, IReadOnlyList<string> Models, IReadOnlyList<StripImage> Images) : IReportPart
{
    private const int Shown = 56;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A picture has more or fewer verdicts than there are models.</exception>
    public XElement ToElement()
    {
        if (Images.FirstOrDefault(image => image.Verdicts.Count != Models.Count) is { } odd)
        {
            throw new InvalidOperationException(
                $"ImageStrip '{Title}': picture '{odd.Heading}' has {odd.Verdicts.Count} verdicts for {Models.Count} models.");
        }
        return Figure(Title, null, Tag("div", Class("wide"), Tag("table", Class("strip"),
            Tag("thead",
                Tag("tr", Tag("td"), Images.Select(image => Tag("th", With("scope", "col"), Clean(image.Heading)))),
                Tag("tr", Tag("td"), Images.Select(image => Tag("td", image.Image.ToElement(image.Heading, Shown))))),
            Tag("tbody", Models.Select((model, m) => Tag("tr", Tag("th", With("scope", "row"), Clean(model)),
                Images.Select(image => image.Verdicts[m].ToElement())))))));
    }
}
