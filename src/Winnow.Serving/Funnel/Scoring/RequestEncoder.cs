using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Encodes what belongs to a request: the user, his history and features, the context. For one thread at a time.</summary>
internal sealed class RequestEncoder : IDisposable
{
    private readonly string[] _sources;
    private readonly int _history;                          // most items of the history that a column keeps; 0: all
    private readonly RecordBuilder _builder;
    private readonly RecordEncoder _encoder;
    private readonly Batch _batch;

    public RequestEncoder(FeaturePlan requestPlan)
    {
        _builder = new RecordBuilder(requestPlan.Schema);
        _sources = [.. _builder.Block.Columns];
        _encoder = requestPlan.NewEncoder(_builder.Block.Columns, "request", needLabel: false);
        _batch = new Batch(requestPlan.Layout);
        Column[] histories = [.. requestPlan.Schema.Columns.Where(c => c.Source == ColumnSides.History)];
        _history = histories.Any(c => c.MaxLength == 0 || c.Kind != ColumnKind.Sequence) ? 0 : histories.Select(c => c.MaxLength).DefaultIfEmpty().Max();
    }

    /// <summary>Encodes the request.</summary>
    /// <returns>Borrowed until the next call.</returns>
    /// <exception cref="InvalidOperationException">The plan refuses it: a value is malformed, or one that must be there is missing.</exception>
    public EncodedRow Encode(StageContext context)
    {
        _builder.Clear();
        _builder.Begin();
        foreach (string source in _sources) Set(source, context);
        _builder.End();
        _encoder.Transform(_builder.Block, _batch);
        if (_batch.Rows == 1) return EncodedRow.Of(_batch, 0);
        throw new InvalidOperationException($"The model's plan refuses the features of the request: one is malformed, or one that must not be missing is. It reads {string.Join(", ", _sources)}.");
    }

    public void Dispose()
    {
        _builder.Dispose();
        _encoder.Dispose();
        _batch.Dispose();
    }

    private void Set(string source, StageContext context)
    {
        if (source == ColumnSides.User) _builder.Set(source, context.Request.User);
        else if (source == ColumnSides.History) _builder.Set(source, Last(context.User.History));
        else
        {
            FeatureValue value = context.Request.Context[source];
            (value.IsMissing ? context.User.Features[source] : value).SetIn(_builder, source);
        }
    }

    private IReadOnlyList<string> Last(IReadOnlyList<string> history)
    {
        if (_history == 0 || history.Count <= _history) return history;
        string[] last = new string[_history];
        for (int i = 0; i < last.Length; i++) last[i] = history[history.Count - last.Length + i];
        return last;
    }
}
