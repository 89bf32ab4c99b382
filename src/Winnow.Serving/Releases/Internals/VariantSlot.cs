namespace Winnow.Serving.Internals;

/// <summary>What serves one variant, and what did before. Read without a lock, changed under the registry's.</summary>
internal sealed class VariantSlot
{
    private volatile HeldRelease? _current;
    private volatile HeldRelease? _previous;

    /// <summary>The release that serves; null before the first one.</summary>
    public HeldRelease? Current => _current;

    /// <summary>The one before, kept for a roll-back.</summary>
    public HeldRelease? Previous => _previous;

    /// <summary>When <see cref="Current"/> began to serve.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Puts a release in place; the present one becomes the previous one, and the previous one is let go.</summary>
    public void Put(HeldRelease release, DateTimeOffset now)
    {
        HeldRelease? dropped = _previous;
        Since = now;
        _previous = _current;
        _current = release;
        dropped?.LetGo();
    }

    /// <summary>Changes the two releases over, so that a roll-back can be rolled back.</summary>
    public void ChangeOver(DateTimeOffset now) => (_current, _previous, Since) = (_previous, _current, now);

    /// <summary>Lets both go.</summary>
    public void Clear()
    {
        HeldRelease? current = _current, previous = _previous;
        (_current, _previous) = (null, null);
        current?.LetGo();
        previous?.LetGo();
    }
}
