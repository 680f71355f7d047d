using Equivariant.Reports;

namespace Equivariant.Tests.Reports;

public class GalleryTests
{
    private static NamedImage Picture(string name) => new(name, ReportImage.FromPlanes([0, 1, 0.5f, 0.1f], 2, 2, 1), "note <1>");

    [Fact]
    public void PicturesHaveTheirNamesAndSizes()
    {
        var html = new HtmlReport("page").Add(new Gallery("title", [Picture("a"), Picture("b & c")], 100)).ToHtml();
        Assert.Contains("width=\"100\" height=\"100\"", html);
        Assert.Contains("b &amp; c", html);
        Assert.Contains("note &lt;1&gt;", html);
        Assert.DoesNotContain("<script", html);
    }

    /// <summary>Without the script, or before it has run, the first place alone is seen; the script stands as written.</summary>
    [Fact]
    public void ASliderShowsOnePlaceAtATime()
    {
        var html = new HtmlReport("page").Add(new GallerySlider("turn",
            [new("id", [Picture("a")]), new("rot90", [Picture("a")]), new("rot180", [Picture("a")])])).ToHtml();
        Assert.Contains("type=\"range\" min=\"0\" max=\"2\"", html);
        Assert.Contains("<div data-place=\"0\">", html);
        Assert.Contains("<div data-place=\"1\" hidden=\"hidden\">", html);
        var script = html[html.IndexOf("<script>", StringComparison.Ordinal)..html.IndexOf("</script>", StringComparison.Ordinal)];
        Assert.Contains("part.hidden = part.dataset.place !== slider.value", script);
        Assert.DoesNotContain("&", script);
    }
}
