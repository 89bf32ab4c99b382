namespace Winnow.Benchmarks.Index;

/// <summary>Queries a second at several settings, and what lies between them.</summary>
internal sealed class RecallCurve
{
    private readonly List<(double Recall, double Rate)> _points = [];

    internal double BestRecall => _points.Count == 0 ? 0 : _points.Max(point => point.Recall);

    internal void Add(double recall, double rate) => _points.Add((recall, rate));

    /// <summary>Queries a second at a recall, by linear interpolation of the time a query between the two settings around it;
    /// the first setting's rate if that already reaches it, NaN if none does.</summary>
    internal double RateAt(double recall)
    {
        (double Recall, double Rate)[] points = [.. _points.OrderBy(point => point.Recall)];
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i].Recall < recall) continue;
            if (i == 0) return points[0].Rate;
            double share = (recall - points[i - 1].Recall) / (points[i].Recall - points[i - 1].Recall);
            return 1 / (1 / points[i - 1].Rate + share * (1 / points[i].Rate - 1 / points[i - 1].Rate));
        }
        return double.NaN;
    }
}
