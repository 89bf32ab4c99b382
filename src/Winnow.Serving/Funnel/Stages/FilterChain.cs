namespace Winnow.Serving;

/// <summary>All rules that keep items out, made ready for one request. A rule that throws keeps everything out: it fails closed.</summary>
internal sealed class FilterChain
{
    private readonly List<Entry> _entries = [];

    /// <summary>Makes the rules ready.</summary>
    public void Begin(IReadOnlyList<IItemFilter> filters, StageContext context)
    {
        _entries.Clear();
        foreach (IItemFilter filter in filters)
        {
            Entry entry = new(filter.Name);
            try
            {
                entry.Accepts = filter.Accepts(context);
            }
            catch (Exception e)
            {
                entry.Fault = e;
            }
            _entries.Add(entry);
        }
    }

    /// <summary>Whether all rules accept an item.</summary>
    public bool Accepts(int item)
    {
        foreach (Entry entry in _entries)
            if (!entry.Ask(item)) return false;
        return true;
    }

    /// <summary>What each rule did.</summary>
    public IEnumerable<StageReport> Reports() => _entries.Select(e => new StageReport(e.Name, e.Asked, e.Accepted, TimeSpan.Zero,
        e.Fault is null ? null : $"threw {e.Fault.GetType().Name}: {e.Fault.Message} Kept everything out.", []));

    private sealed class Entry(string name)
    {
        public string Name => name;

        public Func<int, bool>? Accepts { get; set; }

        public Exception? Fault { get; set; }

        public int Asked { get; private set; }

        public int Accepted { get; private set; }

        public bool Ask(int item)
        {
            Asked++;
            if (Fault is not null) return false;
            try
            {
                if (!Accepts!(item)) return false;
            }
            catch (Exception e)
            {
                Fault = e;
                return false;
            }
            Accepted++;
            return true;
        }
    }
}
