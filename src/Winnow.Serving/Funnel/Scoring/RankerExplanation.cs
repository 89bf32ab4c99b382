using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Says of items what the ranker's scores are made of, with raw values for people.</summary>
internal sealed class RankerExplanation(RankingScorer ranker, IItemCatalogue items) : IDisposable
{
    private const int ShownOfHistory = 5;

    private readonly ScoreExplainer _explainer = new(ranker.Model.Live, ranker.Model.Plan);
    private readonly HashSet<string> _ofItem = [.. ranker.ItemColumns.Select(c => c.Name)];

    /// <summary>Explains the scores of some items.</summary>
    /// <param name="context">The request.</param>
    /// <param name="shown">The items.</param>
    /// <returns>One explanation an item.</returns>
    public ScoreExplanation[] Explain(StageContext context, int[] shown)
    {
        using Batch batch = new(ranker.Model.Plan.Layout);
        ranker.Fill(context, shown, batch);
        ScoreExplanation[] explanations = new ScoreExplanation[shown.Length];
        for (int i = 0; i < shown.Length; i++)
        {
            int item = shown[i];
            FeatureValues features = items.Features(item);
            explanations[i] = _explainer.Explain(batch, i, column => ValueOf(column, context, item, features));
        }
        return explanations;
    }

    public void Dispose() => _explainer.Dispose();

    private string ValueOf(Column column, StageContext context, int item, FeatureValues features)
    {
        if (column.Source == ColumnSides.Item) return items.Ids[item];
        if (_ofItem.Contains(column.Name)) return features[column.Source].ToString();
        if (column.Source == ColumnSides.User) return context.Request.User ?? "";
        if (column.Source == ColumnSides.History) return Last(context.User.History);
        FeatureValue value = context.Request.Context[column.Source];
        return (value.IsMissing ? context.User.Features[column.Source] : value).ToString();
    }

    /// <summary>The last items, the latest first.</summary>
    private static string Last(IReadOnlyList<string> history)
    {
        string last = string.Join(", ", history.Reverse().Take(ShownOfHistory));
        return history.Count > ShownOfHistory ? $"{last} and {history.Count - ShownOfHistory} earlier" : last;
    }
}
