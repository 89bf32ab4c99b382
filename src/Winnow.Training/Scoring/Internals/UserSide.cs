using Winnow.Data;

namespace Winnow.Training.Scoring;

/// <summary>The columns of a ranking model that depend on the user: encoded once for each user.</summary>
internal sealed class UserSide
{
    private readonly FeaturePlan _plan;
    private readonly Interactions _known;
    private readonly EntityFeatures? _features;
    private readonly HashSet<string> _read;
    private readonly int _history;

    public UserSide(FeaturePlan plan, Interactions known, EntityFeatures? features)
    {
        (_plan, _known, _features) = (plan, known, features);
        _read = [.. plan.Schema.Columns.Where(c => c.Kind != ColumnKind.Ignore).Select(c => c.Source)];
        _history = plan.Schema.Columns.Where(c => c.Kind != ColumnKind.Ignore && c.Source == ExampleColumns.History)
            .Select(c => c.MaxLength == 0 ? int.MaxValue : c.MaxLength).DefaultIfEmpty(0).Max();
    }

    /// <summary>Makes the one row of <see cref="RankerScorer.Workspace.User"/>.</summary>
    /// <param name="workspace">Scratch memory.</param>
    /// <param name="user">Number of the user; −1: he was not trained on.</param>
    /// <param name="history">Items he took, oldest first.</param>
    /// <exception cref="ArgumentException">The plan refuses a row without an item.</exception>
    public void Encode(RankerScorer.Workspace workspace, int user, ReadOnlySpan<int> history)
    {
        RecordBuilder record = workspace.Record;
        record.Clear();
        record.Begin();
        if (user >= 0) AddUser(record, _known.Users[user]);
        if (_history > 0) record.Set(ExampleColumns.History, Ids(history[Math.Max(0, history.Length - _history)..]));
        if (_plan.Schema.Time is { } time) record.Set(time.Source, 0L);
        record.End();
        workspace.Encoder ??= _plan.NewEncoder(record.Block.Columns, needLabel: false);
        workspace.Encoder.Transform(record.Block, workspace.User);
        if (workspace.User.Rows != 1) ItemSide.ThrowRefused(record.Block);
    }

    private void AddUser(RecordBuilder record, string id)
    {
        if (_read.Contains(ExampleColumns.User)) record.Set(ExampleColumns.User, id);
        if (_features is null || !_features.Ids.TryFind(id, out int index)) return;
        foreach (string name in _features[index].Names)
            if (_read.Contains(name)) _features[index][name].SetIn(record, name);
    }

    private string[] Ids(ReadOnlySpan<int> items)
    {
        string[] ids = new string[items.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = _known.Items[items[i]];
        return ids;
    }
}
