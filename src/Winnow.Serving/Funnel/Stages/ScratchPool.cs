namespace Winnow.Serving;

/// <summary>Scratch objects that are lent and given back; as many are made as were ever out at once. Safe from any thread.</summary>
internal sealed class ScratchPool<T>(Func<T> make) : IDisposable where T : class
{
    private readonly Stack<T> _free = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    public T Rent()
    {
        lock (_gate)
            if (_free.TryPop(out T? scratch)) return scratch;
        return make();
    }

    public void Return(T scratch)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _free.Push(scratch);
                return;
            }
        }
        (scratch as IDisposable)?.Dispose();        // of a stage that was late beyond the end of its release
    }

    /// <summary>Disposes of what is not lent; the rest follows as it comes back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_free.TryPop(out T? scratch)) (scratch as IDisposable)?.Dispose();
        }
    }
}
