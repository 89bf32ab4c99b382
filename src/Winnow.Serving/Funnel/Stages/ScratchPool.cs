namespace Winnow.Serving;

/// <summary>Scratch objects that are lent and given back; as many are made as were ever out at once. Safe from any thread.</summary>
internal sealed class ScratchPool<T>(Func<T> make) : IDisposable where T : class
{
    private readonly Stack<T> _free = [];
    private readonly Lock _gate = new();
    private int _lent;

    /// <summary>How many are out.</summary>
    public int Lent
    {
        get
        {
            lock (_gate) return _lent;
        }
    }

    public T Rent()
    {
        lock (_gate)
        {
            _lent++;
            if (_free.TryPop(out T? scratch)) return scratch;
        }
        return make();
    }

    public void Return(T scratch)
    {
        lock (_gate)
        {
            _lent--;
            _free.Push(scratch);
        }
    }

    /// <summary>Disposes of what is not lent.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            while (_free.TryPop(out T? scratch)) (scratch as IDisposable)?.Dispose();
        }
    }
}
