using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Which features of a ranking model belong to the item and which to the request.</summary>
/// <remarks>The item's are those that read <c>item</c> or a feature of the item catalogue; they are encoded once a release. All others — the user, his
/// history, his features, the context — are encoded once a request.</remarks>
internal sealed class ColumnSides
{
    /// <summary>The column that holds the id of the item.</summary>
    public const string Item = "item";

    /// <summary>The column that holds the id of the user.</summary>
    public const string User = "user";

    /// <summary>The column that holds the ids of the items he took, oldest first.</summary>
    public const string History = "history";

    /// <summary>Divides the features of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="itemFeatures">Names of the features of the item catalogue.</param>
    /// <exception cref="ArgumentException">No feature belongs to the item.</exception>
    public ColumnSides(FeaturePlan plan, IEnumerable<string> itemFeatures)
    {
        HashSet<string> names = [Item, .. itemFeatures];
        Column[] features = [.. plan.Schema.Columns.Where(c => c.IsIdFeature || c.IsDenseFeature)];
        Column[] items = [.. features.Where(c => names.Contains(c.Source))], request = [.. features.Where(c => !names.Contains(c.Source))];
        if (items.Length == 0)
            throw new ArgumentException($"The model reads nothing of the item, only {string.Join(", ", features.Select(c => c.Source))}: every item would get the same score. Train it with a column '{Item}'.", nameof(plan));
        Layout = plan.Layout;
        ItemPlan = plan.Part(items);
        RequestPlan = request.Length == 0 ? null : plan.Part(request);
        KeyPlaces = [.. plan.Schema.IdFeatures.Select(c => Place(c, ItemPlan.Schema.IdFeatures, RequestPlan?.Schema.IdFeatures))];
        DensePlaces = [.. plan.Schema.DenseFeatures.Select(c => Place(c, ItemPlan.Schema.DenseFeatures, RequestPlan?.Schema.DenseFeatures))];
    }

    /// <summary>The shape of the model's batches.</summary>
    public BatchLayout Layout { get; }

    /// <summary>The plan of the item's features.</summary>
    public FeaturePlan ItemPlan { get; }

    /// <summary>The plan of the request's features; null: there are none.</summary>
    public FeaturePlan? RequestPlan { get; }

    /// <summary>For each id feature of the model its side and its place there.</summary>
    public SidePlace[] KeyPlaces { get; }

    /// <summary>For each dense feature of the model its side and its place there.</summary>
    public SidePlace[] DensePlaces { get; }

    private static SidePlace Place(Column column, IReadOnlyList<Column> item, IReadOnlyList<Column>? request)
    {
        int place = IndexOf(item, column);
        return place >= 0 ? new SidePlace(true, place) : new SidePlace(false, IndexOf(request!, column));
    }

    private static int IndexOf(IReadOnlyList<Column> columns, Column column)
    {
        for (int i = 0; i < columns.Count; i++)
            if (columns[i].Name == column.Name) return i;
        return -1;
    }
}

/// <summary>Where a feature of a model is encoded.</summary>
/// <param name="IsItem">With the item, or with the request.</param>
/// <param name="Index">Its number among the features of that side.</param>
internal readonly record struct SidePlace(bool IsItem, int Index);
