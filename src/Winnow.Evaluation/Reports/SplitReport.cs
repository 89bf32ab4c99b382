using System.Text;
using Winnow.Evaluation.Reports.Internals;

namespace Winnow.Evaluation.Reports;

/// <summary>Makes one HTML file of the diagnosis of a split: styles and drawings inside, no script, nothing from the network, dark
/// and light.</summary>
public static class SplitReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="name">What the split is called.</param>
    /// <param name="diagnosis">What was found.</param>
    /// <returns>HTML that is also well-formed XML. The same diagnosis gives the same text.</returns>
    public static string Render(string name, SplitDiagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(diagnosis);
        return SplitPage.Render(name, diagnosis).Text;
    }

    /// <summary>Writes the page; a file that is there is replaced in one step.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="name">What the split is called.</param>
    /// <param name="diagnosis">What was found.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string name, SplitDiagnosis diagnosis)
    {
        string aside = path + ".partial";
        File.WriteAllText(aside, Render(name, diagnosis), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(aside, path, overwrite: true);
    }
}
