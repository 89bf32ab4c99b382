using System.Xml.Linq;
using Winnow.Data;
using Winnow.Evaluation.Reports;
using Winnow.Evaluation.Tests.Diagnostics;

namespace Winnow.Evaluation.Tests.Reports;

public sealed class SplitReportTests
{
    [Fact]
    public void Render_AnySplit_IsSelfContainedAndWellFormed()
    {
        SplitDiagnosis diagnosis = SplitDiagnostics.Check(new RandomHoldOut().Split(Splits.Log(1), 1), new SplitDiagnosticsOptions { Draws = 30 });

        string page = SplitReport.Render("<tastes> & \"more\"", diagnosis);

        XDocument document = XDocument.Parse(page.Replace("<!DOCTYPE html>", ""));
        Assert.Equal(2, document.Descendants().Count(e => e.Name.LocalName == "svg"));
        Assert.Equal(diagnosis.Checks.Count + 1, document.Descendants().Count(e => e.Name.LocalName == "tr"));
        Assert.DoesNotContain("NaN", page);
        Assert.DoesNotContain("http:", page.Replace("http://www.w3.org/1999/xhtml", ""));
        Assert.DoesNotContain("<script", page);
        Assert.Contains(diagnosis.Fingerprint, page);
        Assert.Equal(page, SplitReport.Render("<tastes> & \"more\"", diagnosis));
    }
}
