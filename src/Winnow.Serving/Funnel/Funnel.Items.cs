using Winnow.Data;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <content>Items that are alike, items that change, and what the audits found.</content>
public sealed partial class Funnel
{
    private const int MostSimilar = 1000;

    /// <inheritdoc/>
    public IReadOnlyList<RecommendedItem> Similar(string item, int count)
    {
        if (count is < 1 or > MostSimilar) throw new ArgumentException($"{count} items are wanted; expected 1 to {MostSimilar}.", nameof(count));
        Enter();
        try
        {
            int number = NumberOf(item);
            Neighbor[] found = new Neighbor[count];
            int similar = _parts.Similar(number, found);
            RecommendedItem[] items = new RecommendedItem[similar];
            for (int i = 0; i < similar; i++) items[i] = new RecommendedItem(Items.Ids[found[i].Id], found[i].Score, null);
            return items;
        }
        finally
        {
            _inside.Leave();
        }
    }

    /// <inheritdoc/>
    public bool Update(string item, FeatureValues features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Enter();
        try
        {
            if (!Items.Ids.TryFind(item, out int number)) return false;
            _parts.Update(number, features);
            return true;
        }
        finally
        {
            _inside.Leave();
        }
    }

    /// <summary>Compares the queries that wait with the exact answer. For a thread that serves nobody.</summary>
    /// <param name="cancel">Ends the call between two comparisons.</param>
    /// <returns>How many were compared.</returns>
    public int RunAudits(CancellationToken cancel = default)
    {
        Enter();
        try
        {
            int compared = 0;
            foreach ((_, RecallAudit audit) in _parts.Audits) compared += audit.Run(cancel);
            return compared;
        }
        finally
        {
            _inside.Leave();
        }
    }

    /// <summary>What the audits of the approximate indexes found so far, by the name of their recall source.</summary>
    public IReadOnlyDictionary<string, RecallReport> AuditReports() => _parts.Audits.ToDictionary(a => a.Source, a => a.Audit.Report(), StringComparer.Ordinal);

    private int NumberOf(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Items.Ids.TryFind(item, out int number) ? number : throw new KeyNotFoundException($"Release '{Release}' does not know item '{item}'.");
    }
}
