namespace Winnow.Serving.Tests;

public sealed class ScratchPoolTests
{
    [Fact]
    public void Return_AfterThePoolWasDisposed_DisposesTheScratch()
    {
        ScratchPool<CancellationTokenSource> pool = new(() => new CancellationTokenSource());
        CancellationTokenSource first = pool.Rent(), late = pool.Rent();
        pool.Return(first);

        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Token);
        Assert.False(late.Token.IsCancellationRequested);

        pool.Return(late);
        Assert.Throws<ObjectDisposedException>(() => late.Token);
    }
}
