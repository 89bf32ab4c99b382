using System.Text;
using Winnow.Evaluation.Reports.Internals;

namespace Winnow.Evaluation.Reports;

/// <summary>Makes one HTML file of a report: styles and drawings inside, no script, nothing from the network, dark and
/// light.</summary>
public static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="report">At least one model.</param>
    /// <returns>HTML that is also well-formed XML. The same report gives the same text.</returns>
    /// <exception cref="ArgumentException">There is no model, or two have the same name.</exception>
    public static string Render(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Models.Count == 0)
            throw new ArgumentException(
                "The report has no model, at least one was expected. Add the result of a training run.", nameof(report));
        if (report.Models.GroupBy(model => model.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Two models of the report are named '{twice.Key}'. Give each its own name.", nameof(report));
        return Page.Render(report).Text;
    }

    /// <summary>Writes the page; a file that is there is replaced in one step.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="report">At least one model.</param>
    /// <exception cref="ArgumentException">As for <see cref="Render(TrainingReport)"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, TrainingReport report) => WriteText(path, Render(report));

    /// <summary>Renders the page of a comparison of recommenders.</summary>
    /// <param name="report">The comparison and where it comes from.</param>
    /// <returns>HTML that is also well-formed XML. The same report gives the same text.</returns>
    public static string Render(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ComparisonPage.Render(report).Text;
    }

    /// <summary>Writes the page of a comparison; a file that is there is replaced in one step.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="report">The comparison and where it comes from.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ComparisonReport report) => WriteText(path, Render(report));

    /// <summary>Renders the page of a benchmark suite.</summary>
    /// <param name="report">Published figures beside ours.</param>
    /// <returns>HTML that is also well-formed XML. The same report gives the same text.</returns>
    public static string Render(SuiteReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return SuitePage.Render(report).Text;
    }

    /// <summary>Writes the page of a benchmark suite; a file that is there is replaced in one step.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="report">Published figures beside ours.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, SuiteReport report) => WriteText(path, Render(report));

    private static void WriteText(string path, string text)
    {
        string aside = path + ".partial";
        File.WriteAllText(aside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(aside, path, overwrite: true);
    }
}
