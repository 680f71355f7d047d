using System.Xml.Linq;
using Equivariant.Reports;

namespace Equivariant.Tests.Reports;

public class HtmlReportTests
{
    private const string Nasty = "<script>alert('x')</script> & \"q\" \u0000\u0007 ]]> \uD800 é 😀";

    [Fact]
    public void AReportIsWellFormedAndNeedsNothingElse()
    {
        var page = Parse(Everything("title").ToHtml());
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href"),
            address => Assert.StartsWith("data:image/png;base64,", address.Value));
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value);
    }

    [Fact]
    public void AllTextIsEscaped()
    {
        var html = Everything(Nasty).ToHtml();
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain(html, letter => letter is '\0' or '\a');
        var page = Parse(html);
        Assert.Contains("<script>alert('x')</script> & \"q\"", page.Descendants("title").First().Value);
        Assert.Contains("é 😀", page.Descendants("h1").Single().Value);
    }

    [Fact]
    public void ElementsThatHtmlCannotCloseEarlyAreNeverSelfClosing()
    {
        string[] closing = ["meta", "img", "br", "path", "line", "rect", "circle"];
        var report = Everything("title").Add(new Paragraph("")).Add(new Table("", ["a", "b"], [["", ""]]));
        Assert.All(Parse(report.ToHtml()).Descendants().Where(element => element.IsEmpty),
            element => Assert.Contains(element.Name.LocalName, closing));
    }

    [Fact]
    public void TheStyleSheetNeedsNoEscapes() =>
        Assert.DoesNotContain(HtmlReport.Css, letter => letter is '<' or '>' or '&');

    [Fact]
    public void CoordinatesAreNumbersEvenForDataThatAreNot()
    {
        var odd = new Series("odd", [(0, double.NaN), (90, 0.5), (180, double.PositiveInfinity), (270, 0.25), (360, 2)]);
        var report = new HtmlReport("t")
            .Add(new LineChart("line", Axis.Degrees("angle"), Axis.Percent("accuracy"), [odd, new Series("none", [])]))
            .Add(new PolarChart("polar", Axis.Percent("accuracy"), [odd, new Series("none", [])]))
            .Add(new BarChart("bars", Axis.Percent("accuracy"), ["a", "b"], [new Bars("n", [double.NaN, 1])]))
            .Add(new LineChart("empty", Axis.Number("x"), Axis.Number("y"), []));
        foreach (var text in Parse(report.ToHtml()).Descendants("svg").DescendantsAndSelf().Attributes()
            .Where(a => a.Name != "aria-label"))
        {
            Assert.DoesNotContain("NaN", text.Value);
            Assert.DoesNotContain("∞", text.Value);
            Assert.DoesNotContain("Infinity", text.Value);
        }
    }

    [Fact]
    public void AGapInTheDataIsAGapInTheCurve()
    {
        var series = new Series("s", [(0, 1), (1, 2), (2, double.NaN), (3, 4)]);
        var curves = new LineChart("t", Axis.Number("x"), Axis.Number("y"), [series]).ToElement()
            .Descendants("path").Count(path => (string?)path.Attribute("class") == "curve");
        Assert.Equal(2, curves);
    }

    [Fact]
    public void RightAndWrongDifferByMoreThanColour()
    {
        var cells = Strip("t").ToElement().Descendants("td").Where(cell => cell.Attribute("class") is not null).ToArray();
        Assert.Equal(["right", "wrong"], cells.Select(cell => (string)cell.Attribute("class")!));
        Assert.StartsWith("✓", cells[0].Value);
        Assert.StartsWith("✗", cells[1].Value);
    }

    [Fact]
    public void PartsThatDoNotFitSaySo()
    {
        Refused<InvalidOperationException>(() => new Table("t", ["a", "b"], [["1"]]).ToElement(), "2 columns");
        Refused<InvalidOperationException>(
            () => new BarChart("t", Axis.Number("x"), ["a", "b"], [new Bars("n", [1])]).ToElement(), "2 groups");
        Refused<InvalidOperationException>(() => (Strip("t") with { Models = ["one"] }).ToElement(), "1 models");
        Assert.Throws<ArgumentException>(() => ReportImage.FromPlanes(new float[5], 2, 2, 1));
    }

    [Fact]
    public void AReportKnowsItsOwnFiles()
    {
        using var folder = new TemporaryFolder();
        var (report, other, empty) = (folder.File("a.html"), folder.File("b.html"), folder.File("c.html"));
        Everything(Nasty).Save(report);
        File.WriteAllText(other, "<!DOCTYPE html><html><head><title>mine</title></head></html>");
        File.WriteAllText(empty, "");
        Assert.True(HtmlReport.IsReport(report));
        Assert.False(HtmlReport.IsReport(other));
        Assert.False(HtmlReport.IsReport(empty));
    }

    private static HtmlReport Everything(string text)
    {
        Series[] series = [new(text, [(0, 0.9), (90, 0.5), (180, 0.4)]), Series.PerEpoch(text, [0.1, 0.2])];
        return new HtmlReport(text, text)
            .Add(new KeyFigures((text, text)))
            .Section(text, new Paragraph(text), new Table(text, [text, text], [[text, text]], text))
            .Section(text, new SideBySide(
                new LineChart(text, Axis.Degrees(text), Axis.Percent(text), series, text),
                new PolarChart(text, Axis.Percent(text), series)))
            .Add(new BarChart(text, Axis.Number(text), [text], [new Bars(text, [2])]))
            .Add(Strip(text))
            .Footer(text);
    }

    private static ImageStrip Strip(string text) => new(text, [text, text],
        [new StripImage(text, ReportImage.FromPlanes(new float[12], 2, 2, 3),
            [new Verdict(text, true), new Verdict(text, false)])]);

    private static XDocument Parse(string html)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        Assert.StartsWith(Doctype, html);
        return XDocument.Parse(html[Doctype.Length..]);
    }
}
