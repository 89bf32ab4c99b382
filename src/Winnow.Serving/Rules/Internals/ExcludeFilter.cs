namespace Winnow.Serving;

/// <summary>Keeps out what the request says.</summary>
internal sealed class ExcludeFilter : IItemFilter
{
    public string Name => "exclude";

    public Func<int, bool> Accepts(StageContext context)
    {
        HashSet<int> excluded = [];
        foreach (string id in context.Request.Exclude)
            if (context.Items.Ids.TryFind(id, out int item)) excluded.Add(item);
        return excluded.Count == 0 ? static _ => true : item => !excluded.Contains(item);
    }
}
