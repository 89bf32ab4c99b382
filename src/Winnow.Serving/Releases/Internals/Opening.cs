namespace Winnow.Serving;

/// <summary>Closes what was opened so far when opening the next thing fails.</summary>
internal sealed class Opening : IDisposable
{
    private readonly Stack<IDisposable> _opened = [];

    public T Keep<T>(T opened) where T : IDisposable
    {
        _opened.Push(opened);
        return opened;
    }

    /// <summary>Everything is open: it belongs to the caller now.</summary>
    public void Done() => _opened.Clear();

    public void Dispose()
    {
        while (_opened.TryPop(out IDisposable? opened)) opened.Dispose();
    }
}
