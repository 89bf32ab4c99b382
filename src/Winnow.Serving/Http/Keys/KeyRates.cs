using System.Threading.RateLimiting;

namespace Winnow.Serving.Http;

/// <summary>One bucket of tokens a key that has a rate.</summary>
internal sealed class KeyRates : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<ApiKey, TokenBucketRateLimiter> _buckets;

    /// <summary>Full buckets for all keys.</summary>
    public KeyRates(ApiKeys keys) =>
        _buckets = keys.All.Where(k => k.PerSecond is not null).ToDictionary(k => k, k => new TokenBucketRateLimiter(Options(k)));

    /// <summary>Takes a token.</summary>
    /// <param name="key">The key of the request.</param>
    /// <param name="retryAfter">How long to wait for the next one.</param>
    /// <returns>False if there is none.</returns>
    public bool TryTake(ApiKey key, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (!_buckets.TryGetValue(key, out TokenBucketRateLimiter? bucket)) return true;
        using RateLimitLease lease = bucket.AttemptAcquire();
        if (lease.IsAcquired) return true;
        if (!lease.TryGetMetadata(MetadataName.RetryAfter, out retryAfter)) retryAfter = TimeSpan.FromSeconds(1);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TokenBucketRateLimiter bucket in _buckets.Values) bucket.Dispose();
    }

    /// <summary>Tokens come in whole numbers: many at a time for fast keys, one after a longer time for slow ones.</summary>
    private static TokenBucketRateLimiterOptions Options(ApiKey key)
    {
        int perPeriod = Math.Max(1, (int)Math.Round(key.PerSecond!.Value * s_period.TotalSeconds));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(key.Burst, perPeriod),
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = TimeSpan.FromSeconds(perPeriod / key.PerSecond.Value),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }
}
