namespace Winnow.Data;

/// <summary>The keys of one feature while a jagged batch is put together: any number a row.</summary>
internal sealed class JaggedKeys : IDisposable
{
    public NativeList<ulong> Keys { get; } = new();

    public NativeList<float> Weights { get; } = new();

    /// <summary>Number of keys of each row.</summary>
    public NativeList<int> Counts { get; } = new();

    public void Clear() => Keys.Count = Weights.Count = Counts.Count = 0;

    public void Add(ulong key, float weight)
    {
        Keys.Add(key);
        Weights.Add(weight);
    }

    /// <summary>Room for rows of one key each, with weight 1; the caller writes the keys.</summary>
    public unsafe ulong* AddSingles(int rows)
    {
        long first = Keys.Count;
        Keys.Resize(first + rows);
        Weights.Resize(first + rows);
        Weights.Span[(int)first..].Fill(1);
        long row = Counts.Count;
        Counts.Resize(row + rows);
        Counts.Span[(int)row..].Fill(1);
        return Keys.Pointer + first;
    }

    /// <summary>Takes back all but the last <paramref name="kept"/> keys from <paramref name="first"/> on.</summary>
    public void KeepLast(long first, int kept)
    {
        int count = (int)(Keys.Count - first);
        if (count <= kept) return;
        Keys.Span.Slice((int)first + count - kept, kept).CopyTo(Keys.Span[(int)first..]);
        Weights.Span.Slice((int)first + count - kept, kept).CopyTo(Weights.Span[(int)first..]);
        Keys.Count = Weights.Count = first + kept;
    }

    public void Dispose()
    {
        Keys.Dispose();
        Weights.Dispose();
        Counts.Dispose();
    }
}
