using System.Xml;
using System.Xml.Linq;
using Winnow.Evaluation.Reports;

namespace Winnow.Evaluation.Tests.Reports;

public sealed class ComparisonReportTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/1999/xhtml";
    private static readonly string Page = HtmlReport.Render(SampleComparison.Full);

    [Fact]
    public void Render_Full_IsWellFormedAndEscapesNames()
    {
        XDocument page = Parse(Page);

        Assert.Contains("Mult-VAE <b>", page.Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Mult-VAE <b>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Full_HoldsFiguresMarksProtocolAndDefinitions()
    {
        string text = Parse(Page).Root!.Value;
        TopNComparison comparison = SampleComparison.Full.Comparison;
        string[] expected =
        [
            $"{comparison[3, 0].Value:F4}", $"{comparison[3, 0].Interval.Low:F4} – {comparison[3, 0].Interval.High:F4}", "NDCG@10", "▼", "Recall@10", "MRR@10",
            "0123456789abcdef", "one in four at random", "all 300 items", "random key of user and item, seed 1", "17 left out", "0.62 in training",
            $"{comparison.Models[4].Report.Mean(TopNMetric.ItemCoverage, 10) * 100:F1} %", "cold (", "heavy (", "randomisation test", "Holm", "min(n, k) hits at the top",
            $"{comparison.Models[4].Report.Mean(TopNMetric.Ndcg, 10, comparison.Models[4].Report.Groups[0]):F4}", "winnow compare all.yaml",
        ];
        Assert.All(expected, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_Full_NeedsNeitherScriptNorNetworkAndHasBothThemes()
    {
        foreach (string forbidden in (string[])["<script", "src=", "href=", "url(", "@import", "http://", "https://"])
            Assert.DoesNotContain(forbidden, Page.Replace("http://www.w3.org/1999/xhtml", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("prefers-color-scheme:dark", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_EveryDrawing_HasANameAndOnlyFiniteCoordinates()
    {
        XElement[] drawings = [.. Parse(Page).Descendants(Ns + "svg")];
        Assert.True(drawings.Length >= 30);
        foreach (XElement drawing in drawings)
        {
            Assert.NotEqual("", drawing.Element(Ns + "title")!.Value);
            Assert.All(drawing.Descendants().Attributes(), a => Assert.False(a.Value.Contains("NaN") || a.Value.Contains("Infinity"), a.Value));
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Render_FewModels_IsWellFormed(int models) => Parse(HtmlReport.Render(SampleComparison.Make(models)));

    [Fact]
    public void Render_SampledCandidates_SaysSoInEveryTitle()
    {
        string text = Parse(HtmlReport.Render(SampleComparison.Make(3, new() { Candidates = CandidateSet.Sampled, SampledNegatives = 40 }))).Root!.Value;

        Assert.Contains("NDCG@10 [n+40 sampled]", text, StringComparison.Ordinal);
        Assert.Contains("Recall@10 [n+40 sampled]", text, StringComparison.Ordinal);
    }

    private static XDocument Parse(string html)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(html), new() { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
