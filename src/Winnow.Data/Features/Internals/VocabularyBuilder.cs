namespace Winnow.Data;

/// <summary>Counts how often each id of a table occurs.</summary>
internal sealed class VocabularyBuilder(string table, int mostEntries)
{
    private readonly TextIndex _texts = new();
    private long[] _counts = new long[512];

    /// <summary>Number of distinct ids.</summary>
    public int Count => _texts.Count;

    /// <summary>Counts one occurrence of an id.</summary>
    /// <exception cref="InvalidOperationException">There are more distinct ids than allowed.</exception>
    public void Add(ReadOnlySpan<byte> text)
    {
        int entry = _texts.Add(text);
        if (entry >= mostEntries)
        {
            throw new InvalidOperationException($"Table '{table}' has more than {mostEntries} distinct ids in the training data. "
                + "Give its columns `encoding: hash`, or raise the limit of the vocabulary if memory allows.");
        }
        if (entry == _counts.Length) Array.Resize(ref _counts, 2 * entry);
        _counts[entry]++;
    }

    /// <summary>The vocabulary of the ids seen at least <paramref name="minCount"/> times: most frequent first, then first seen first.</summary>
    public Vocabulary Build(int minCount)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(e => _counts[e] >= minCount).OrderByDescending(e => _counts[e])];
        Vocabulary vocabulary = new(table, kept.Length);
        foreach (int entry in kept) vocabulary.Add(_texts[entry], _counts[entry]);
        return vocabulary.Index();
    }
}
