using System.Diagnostics.Metrics;

namespace Winnow.Serving;

/// <summary>The values of one instrument, a series for each set of tags. Recording into a series that is there allocates nothing.</summary>
internal sealed class MetricSeries(Instrument instrument, double[]? bounds)
{
    /// <summary>Series an instrument may have; what comes beyond is counted together, without tags, so that no caller can fill the memory.</summary>
    public const int Most = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Series> _byHash = [];
    private readonly List<Series> _all = [];
    private Series? _beyond;

    /// <summary>The instrument.</summary>
    public Instrument Instrument => instrument;

    /// <summary>Upper ends of the classes of a histogram; null: it is none.</summary>
    public double[]? Bounds => bounds;

    /// <summary>Whether it counts up.</summary>
    public bool IsCounter { get; } = instrument.GetType().Name is { } name && (name.StartsWith("Counter", StringComparison.Ordinal) || name.StartsWith("ObservableCounter", StringComparison.Ordinal));

    /// <summary>Whether its values are whole sums themselves rather than steps.</summary>
    private bool IsObserved => instrument.IsObservable;

    /// <summary>Records a value.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            Series series = Find(tags);
            if (IsObserved) series.Sum = value;
            else series.Sum += value;
            series.Count++;
            if (bounds is null) return;
            int bucket = 0;
            while (bucket < bounds.Length && value > bounds[bucket]) bucket++;
            series.Buckets![bucket]++;
        }
    }

    /// <summary>Copies all series as they are now.</summary>
    public Series[] Copy()
    {
        lock (_gate) return [.. _all.Select(s => s.Clone())];
    }

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = 17;
        foreach ((string name, object? value) in tags) hash = HashCode.Combine(hash, name.GetHashCode(StringComparison.Ordinal), value?.GetHashCode() ?? 0);
        for (Series? series = _byHash.GetValueOrDefault(hash); series is not null; series = series.Next)
            if (series.Has(tags)) return series;
        if (_all.Count >= Most) return _beyond ??= Add([]);
        Series added = Add(tags.ToArray());
        added.Next = _byHash.GetValueOrDefault(hash);
        return _byHash[hash] = added;
    }

    private Series Add(KeyValuePair<string, object?>[] tags)
    {
        Series series = new(tags) { Buckets = bounds is null ? null : new long[bounds.Length + 1] };
        _all.Add(series);
        return series;
    }

    /// <summary>One set of tags and its values.</summary>
    internal sealed class Series(KeyValuePair<string, object?>[] tags)
    {
        public KeyValuePair<string, object?>[] Tags => tags;

        public double Sum { get; set; }

        public long Count { get; set; }

        public long[]? Buckets { get; init; }

        public Series? Next { get; set; }

        public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> other)
        {
            if (tags.Length != other.Length) return false;
            for (int i = 0; i < tags.Length; i++)
                if (tags[i].Key != other[i].Key || !Equals(tags[i].Value, other[i].Value)) return false;
            return true;
        }

        public Series Clone() => new(tags) { Sum = Sum, Count = Count, Buckets = (long[]?)Buckets?.Clone() };
    }
}
