using System.Xml;
using System.Xml.Linq;
using Winnow.Evaluation.Reports;

namespace Winnow.Evaluation.Tests.Reports;

public sealed class HtmlReportTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/1999/xhtml";
    private static readonly string Page = HtmlReport.Render(SampleReport.Full);

    [Fact]
    public void Render_FullReport_IsWellFormed() => Parse(Page);

    [Fact]
    public void Render_FullReport_HoldsTheNumbers()
    {
        string text = Parse(Page).Root!.Value;
        PointwiseReport metrics = SampleReport.Full.Models[1].Metrics;
        string[] expected =
        [
            $"{metrics.Auc:F4}", $"{metrics.LogLoss:F4}", $"{metrics.Gauc!.Value.Value:F4}", $"{metrics.Ece:F4}",
            $"{metrics.CalibrationRatio:F3}", $"{metrics.Intervals!.Auc.Low:F4}–{metrics.Intervals.Auc.High:F4}",
            $"{SampleReport.Full.Oracle!.Auc:F4}", $"{metrics.Gauc.Value.GroupsUsed:#,0} groups",
            "0.6321", "0.0523", "12.3 s", "456.8 k", "1.50 M", "1,234,567", "17", "42", "9.8.7", "0123abcd", "by time", "a machine",
            "2024-05-06 07:08 UTC", "winnow train x.yaml", "kind: fm", "200 bootstrap resamples of rows",
        ];
        Assert.All(expected, number => Assert.Contains(number, text));
    }

    [Fact]
    public void Render_FullReport_NeedsNeitherScriptNorNetwork()
    {
        foreach (string forbidden in (string[])["<script", "src=", "href=", "url(", "@import", "http://", "https://"])
            Assert.DoesNotContain(forbidden, Page.Replace("http://www.w3.org/1999/xhtml", ""), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Render_EveryDrawing_HasANameAndADescriptionAndOnlyFiniteCoordinates()
    {
        XElement[] drawings = [.. Parse(Page).Descendants(Ns + "svg")];
        Assert.True(drawings.Length >= 8);
        foreach (XElement drawing in drawings)
        {
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.NotEqual("", drawing.Element(Ns + "title")!.Value);
            Assert.NotNull(drawing.Element(Ns + "desc"));
            IEnumerable<string> attributes = drawing.Descendants().Attributes().Select(a => a.Value);
            Assert.All(attributes, value => Assert.False(value.Contains("NaN") || value.Contains("Infinity"), value));
        }
    }

    [Fact]
    public void Render_BothThemes_AreInTheStyle()
    {
        Assert.Contains("prefers-color-scheme:dark", Page);
        Assert.Contains("data-theme=dark", Page);
        Assert.Contains("@media print", Page);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("a & b ' c")]
    [InlineData("]]></style>")]
    [InlineData("tab\tnew\nline\u0001\u001f\uffff")]
    [InlineData("lone \ud800 surrogate")]
    [InlineData("{0} {{x}}")]
    [InlineData("an endlessly long name of a model that will not fit into any label of any drawing whatsoever 🦉🦉🦉🦉")]
    public void Render_HostileNames_StayText(string name)
    {
        ModelResult model = SampleReport.Full.Models[1] with { Name = name, Description = name, Importances = [new(name, 0.01, 0.01, 0)] };
        TrainingReport report = SampleReport.Full with
        {
            Title = name,
            Subtitle = name,
            Models = [SampleReport.Full.Models[0], model],
            Provenance = new() { DataSet = name, Machine = name, Recipes = [new(name, name)] },
        };

        XDocument page = Parse(HtmlReport.Render(report));

        Assert.Empty(page.Descendants(Ns + "script"));
        Assert.Empty(page.Descendants(Ns + "img"));
        string clean = new([.. name.Select(c => (c < ' ' && c is not '\t' and not '\n') || c is '\uffff' or '\ud800' ? '\ufffd' : c)]);
        Assert.Equal(clean, page.Descendants(Ns + "h1").Single().Value);
    }

    [Fact]
    public void Render_OneModelAndNothingElse_LeavesTheOtherPartsOut()
    {
        XDocument page = Parse(HtmlReport.Render(SampleReport.Least(PointwiseMetrics.Compute([0.1f, 0.9f, 0.3f], [0, 1, 1]))));

        string[] headings = [.. page.Descendants(Ns + "h2").Select(h => h.Value)];
        Assert.Equal(["Models", "Calibration and scores", "Where the numbers come from", "How to read the metrics"], headings);
        Assert.DoesNotContain("GAUC", page.Root!.Value);
    }

    [Fact]
    public void Render_OneClassOnly_SaysWhyThereIsNoAuc()
    {
        XDocument page = Parse(HtmlReport.Render(SampleReport.Least(
            PointwiseMetrics.Compute([0.1f, 0.9f, 0.3f], [0, 0, 0], options: new() { Bootstrap = new() }))));

        Assert.Contains("no row (of positive weight) has label 1", page.Root!.Value);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void Render_ConstantScores_DrawsFinitePlots(float score)
    {
        float[] scores = [score, score, score, score], labels = [0, 1, 0, 1];
        TrainingReport report = SampleReport.Least(PointwiseMetrics.Compute(scores, labels));
        ModelResult model = report.Models[0] with
        {
            Scores = ScoreHistogram.Compute(scores, labels),
            LearningCurve = [new(1, double.NaN, 0.5, 0.5)],
            Importances = [new("f", 0, 0, 0)],
        };

        string page = HtmlReport.Render(report with { Models = [model] });

        Parse(page);
        Assert.DoesNotContain("NaN", page);
        Assert.DoesNotContain("∞", page);
    }

    [Fact]
    public void Render_ManyModels_GivesEachItsColumnAndShape()
    {
        TrainingReport report = SampleReport.Full with
        {
            Models = [.. Enumerable.Range(0, 12).Select(n => SampleReport.Model("model " + n, 1 - 0.05f * n))],
        };
        Assert.Contains("model 11", Parse(HtmlReport.Render(report)).Root!.Value);
    }

    [Fact]
    public void Render_Twice_SameText() => Assert.Equal(Page, HtmlReport.Render(SampleReport.Full));

    [Fact]
    public void Render_NoModel_SaysSo() => Assert.Contains(
        "no model", Assert.Throws<ArgumentException>(() => HtmlReport.Render(SampleReport.Full with { Models = [] })).Message);

    [Fact]
    public void Render_SameNameTwice_SaysWhich() => Assert.Contains("'LR'", Assert.Throws<ArgumentException>(
        () => HtmlReport.Render(SampleReport.Full with { Models = [SampleReport.Model("LR", 1), SampleReport.Model("LR", 1)] })).Message);

    [Fact]
    public void Write_FileThere_ReplacesItAndLeavesNothingBeside()
    {
        string directory = Directory.CreateTempSubdirectory("winnow-report-").FullName, path = Path.Combine(directory, "report.html");
        File.WriteAllText(path, "old");

        HtmlReport.Write(path, SampleReport.Full);

        Assert.Equal(Page, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(directory));
        Directory.Delete(directory, recursive: true);
    }

    private static XDocument Parse(string page)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(page), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
