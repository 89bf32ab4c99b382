namespace Winnow.Serving.Http;

/// <summary>Whether the server is about to stop: it still answers, but asks to be sent no more.</summary>
internal sealed class DrainState
{
    private volatile bool _isDraining;

    /// <summary>Whether the server is about to stop.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>From now on it is.</summary>
    public void Begin() => _isDraining = true;
}
