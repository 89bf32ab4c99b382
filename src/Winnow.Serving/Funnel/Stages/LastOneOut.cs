namespace Winnow.Serving;

/// <summary>Does something when everybody who came in has left: a release is unmapped by the last stage that still reads it, be it late.</summary>
/// <remarks>The maker is in from the beginning. Safe from any thread.</remarks>
internal sealed class LastOneOut(Action last)
{
    private int _inside = 1;

    /// <summary>Comes in.</summary>
    /// <returns>False if the last one has left before.</returns>
    public bool TryEnter()
    {
        for (int inside = Volatile.Read(ref _inside); inside > 0;)
        {
            int seen = Interlocked.CompareExchange(ref _inside, inside + 1, inside);
            if (seen == inside) return true;
            inside = seen;
        }
        return false;
    }

    /// <summary>Goes out.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0) last();
    }
}
