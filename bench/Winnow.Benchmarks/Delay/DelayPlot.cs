using System.Globalization;
using System.Text;

namespace Winnow.Benchmarks.Delay;

/// <summary>AUC and log loss by epoch as one SVG picture: the median of the seeds as a line, all seeds as a band.</summary>
internal static class DelayPlot
{
    private const int Width = 900, Height = 400, PanelWidth = 360, PanelHeight = 270, Top = 60, Left = 60, Gap = 80;

    internal static string Of(IReadOnlyList<DelayCurve> curves, string command)
    {
        StringBuilder svg = new();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13">""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<desc>Made by {command}</desc>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        Panel(svg, Left, "AUC of the validation rows", curves, curve => curve.Auc, 0.75, 0.95, 4);
        Panel(svg, Left + PanelWidth + Gap, "log loss of the validation rows", curves, curve => curve.LogLoss, 0.25, 0.65, 4);
        for (int i = 0; i < curves.Count; i++)
        {
            int x = Left + i * 205;
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{x}" y1="22" x2="{x + 24}" y2="22" stroke="{curves[i].Variant.Color}" stroke-width="3"/><text x="{x + 30}" y="27">{curves[i].Variant.Name}</text>""");
        }
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Panel(
        StringBuilder svg, int left, string title, IReadOnlyList<DelayCurve> curves, Func<DelayCurve, double[][]> figure, double low, double high, int ticks)
    {
        int epochs = figure(curves[0])[0].Length;
        string clip = $"clip{left}";
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<clipPath id="{clip}"><rect x="{left}" y="{Top}" width="{PanelWidth}" height="{PanelHeight}"/></clipPath>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{left}" y="{Top - 10}" font-weight="bold">{title}</text>""");
        for (int tick = 0; tick <= ticks; tick++)
        {
            double value = low + (high - low) * tick / ticks;
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{left}" x2="{left + PanelWidth}" y1="{Y(value):F1}" y2="{Y(value):F1}" stroke="#dddddd"/><text x="{left - 8}" y="{Y(value) + 4:F1}" text-anchor="end">{value:0.00}</text>""");
        }
        for (int epoch = 1; epoch <= epochs; epoch++)
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(epoch):F1}" y="{Top + PanelHeight + 20}" text-anchor="middle">{epoch}</text>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{left + PanelWidth / 2}" y="{Top + PanelHeight + 42}" text-anchor="middle">epoch</text>""");
        foreach (DelayCurve curve in curves)
        {
            double[][] seeds = figure(curve);
            int[] all = [.. Enumerable.Range(0, epochs)];
            string band = Points([.. all.Select(e => (e + 1, seeds.Max(s => s[e]))), .. all.Reverse().Select(e => (e + 1, seeds.Min(s => s[e])))]);
            string line = Points([.. all.Select(e => (e + 1, Rounds.Median([.. seeds.Select(s => s[e])])))]);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<g clip-path="url(#{clip})"><polygon points="{band}" fill="{curve.Variant.Color}" opacity="0.15"/><polyline points="{line}" fill="none" stroke="{curve.Variant.Color}" stroke-width="2.5"/></g>""");
        }

        double X(int epoch) => left + PanelWidth * (epoch - 1.0) / Math.Max(1, epochs - 1);
        double Y(double value) => Top + PanelHeight * (high - value) / (high - low);
        string Points((int Epoch, double Value)[] points) =>
            string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Epoch):F1},{Y(p.Value):F1}")));
    }
}
