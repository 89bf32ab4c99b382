using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Winnow.Serving.Http;

/// <summary>Lets so many requests into the funnels at once as the machine has work for; some wait, more are refused at once rather than late.</summary>
internal sealed class Admission(ServerOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Parallel,
        QueueLimit = options.Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a turn. Dispose the result when it is over.</summary>
    /// <exception cref="RefusedException">Too many wait already.</exception>
    public async ValueTask<RateLimitLease> EnterAsync(CancellationToken cancel)
    {
        RateLimitLease lease = await _limiter.AcquireAsync(1, cancel);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new RefusedException(StatusCodes.Status503ServiceUnavailable, $"{options.Waiting} requests wait for their turn already. Try again in a second, or add servers.");
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
