namespace Winnow.Serving.Internals;

/// <summary>One hold on a release. A second <see cref="Dispose"/> does nothing.</summary>
internal sealed class CountedLease(HeldRelease release) : FunnelLease
{
    private HeldRelease? _release = release;

    /// <inheritdoc/>
    public override IFunnel Funnel => (_release ?? throw new ObjectDisposedException(nameof(FunnelLease))).Funnel;

    /// <inheritdoc/>
    public override void Dispose() => Interlocked.Exchange(ref _release, null)?.LetGo();
}
