using Spectre.Console;
using Winnow.Evaluation;

namespace Winnow.Cli.Terminal;

/// <summary>The table of pointwise metrics that every verb prints the same way.</summary>
internal sealed class MetricRows
{
    private readonly Table _table = new Table().Border(TableBorder.Simple).AddColumns(
        new TableColumn("model"), Number("AUC"), Number("95 % interval"), Number("GAUC"), Number("log loss"), Number("norm. entropy"),
        Number("calibration"), Number("ECE"), Number("samples/s"), Number("time"));

    /// <summary>Adds one model.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="report">Its metrics.</param>
    /// <param name="samplesPerSecond">Training speed, or null for what was not trained.</param>
    /// <param name="time">Time of the whole run, or null.</param>
    public MetricRows Add(string name, PointwiseReport report, double? samplesPerSecond = null, TimeSpan? time = null)
    {
        _table.AddRow(
            Markup.Escape(name), Four(report.Auc), report.Intervals is { } i ? $"{i.Auc.Low:0.0000}–{i.Auc.High:0.0000}" : "–",
            report.Gauc is { } gauc ? Four(gauc.Value) : "–", Four(report.LogLoss), Four(report.NormalizedEntropy),
            $"{report.CalibrationRatio:0.000}", Four(report.Ece),
            samplesPerSecond is { } rate ? Duration.Rate(rate) : "–", time is { } span ? Duration.Format(span) : "–");
        return this;
    }

    /// <summary>Prints the table.</summary>
    public void Print(IAnsiConsole console) => console.Write(_table);

    private static TableColumn Number(string name) => new TableColumn(name).RightAligned().NoWrap();

    private static string Four(double value) => double.IsNaN(value) ? "–" : $"{value:0.0000}";
}
