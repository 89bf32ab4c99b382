namespace Winnow.Embeddings;

/// <summary>The parts of one step that have come so far.</summary>
internal sealed unsafe class PendingStep(ulong source, long step, int parts, float rate) : IDisposable
{
    private readonly Contribution?[] _parts = new Contribution?[parts];

    internal ulong Source => source;
    internal long Step => step;
    internal int Parts => parts;
    internal float Rate => rate;

    /// <summary>Number of parts that have come.</summary>
    internal int Arrived { get; private set; }

    internal bool IsComplete => Arrived == parts;

    internal Contribution? this[int part] => _parts[part];

    internal long TotalBytes
    {
        get
        {
            long sum = parts * (long)sizeof(nint);
            foreach (Contribution? part in _parts) sum += part?.ByteLength ?? 0;
            return sum;
        }
    }

    /// <summary>Keeps a part that has not come before.</summary>
    internal void Add(int part, Contribution contribution)
    {
        _parts[part] = contribution;
        Arrived++;
    }

    /// <summary>Gives a part up again.</summary>
    internal void TakeBack(int part)
    {
        _parts[part]?.Dispose();
        _parts[part] = null;
        Arrived--;
    }

    internal PendingStep Copy()
    {
        PendingStep copy = new(source, step, parts, rate);
        for (int part = 0; part < parts; part++)
            if (_parts[part] is { } contribution) copy.Add(part, contribution.Copy());
        return copy;
    }

    internal ulong Digest()
    {
        ulong sum = KeyHash.Of(source ^ KeyHash.Of((ulong)step ^ KeyHash.Of((ulong)parts ^ ((ulong)BitConverter.SingleToUInt32Bits(rate) << 32))));
        for (int part = 0; part < parts; part++)
            if (_parts[part] is { } contribution)
                sum += XxHash64.Of(new ReadOnlySpan<byte>(contribution.Block, checked((int)contribution.ByteLength)), sum ^ (ulong)part);
        return sum;
    }

    public void Dispose()
    {
        for (int part = 0; part < parts; part++)
        {
            _parts[part]?.Dispose();
            _parts[part] = null;
        }
    }
}
