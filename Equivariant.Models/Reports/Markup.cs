using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Equivariant.Reports;

/// <summary>
/// Small helpers to build HTML and SVG from XML elements, which escape their text. The result is read as HTML, where only some
/// elements may close themselves, so every text element gets content, if empty.
/// </summary>
internal static class Markup
{
    private static readonly HashSet<string> SelfClosing = ["meta", "img", "br", "path", "line", "rect", "circle", "input"];

    /// <summary>An element; null content is left out.</summary>
    public static XElement Tag(string name, params object?[] content)
    {
        var element = new XElement(name, content);
        if (element.IsEmpty && !SelfClosing.Contains(name))
            element.Add("");
        return element;
    }

    public static XAttribute With(string name, string value) => new(name, Clean(value));

    public static XAttribute With(string name, double value) => new(name, Number(value));

    public static XAttribute Class(string names) => new("class", names);

    /// <summary>Text without the control characters that HTML and XML forbid.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var allowed = rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value);
            clean.Append(allowed && rune.Value is not (>= 0x7F and < 0xA0) ? rune.ToString() : "\uFFFD");
        }
        return clean.ToString();
    }

    /// <summary>To a hundredth.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>
    /// A picture with a description for those who cannot see it; on narrow screens it can be scrolled rather than shrink until
    /// its letters are too small.
    /// </summary>
    public static XElement Svg(double width, double height, string description, params object?[] content) =>
        Tag("div", Class("wide"), Tag("svg",
            With("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            With("style", $"max-width:{Number(width)}px;min-width:{Number(0.75 * width)}px"),
            With("role", "img"), With("aria-label", description), content));

    public static XElement Label(double x, double y, string text, string classes = "") => Tag("text",
        With("x", x), With("y", y), classes.Length > 0 ? Class(classes) : null, Clean(text));

    public static XElement Line(double x1, double y1, double x2, double y2, string classes) =>
        Tag("line", Class(classes), With("x1", x1), With("y1", y1), With("x2", x2), With("y2", y2));

    /// <summary>What a pointer that rests on a mark shows.</summary>
    public static XElement Hint(string text) => Tag("title", Clean(text));

    /// <summary>A picture with its title above and, if there is one, a note below.</summary>
    public static XElement Figure(string title, string? note, params object?[] content) => Tag("figure",
        Tag("figcaption", Clean(title)), content, note is null ? null : Tag("p", Class("note"), Clean(note)));

    /// <summary>Rough width of a text in a picture's 12-pixel letters.</summary>
    public static double WidthOf(string text) => text.Length * 6.8;
}
