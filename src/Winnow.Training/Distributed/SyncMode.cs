namespace Winnow.Training.Distributed;

/// <summary>How the workers of a run keep step with one another.</summary>
public enum SyncMode
{
    /// <summary>Bulk synchronous: a step's parts are computed by any workers, summed in order and applied as one update; the next step begins
    /// with its result. The same bytes for any number of workers.</summary>
    Bsp,

    /// <summary>Stale synchronous: each batch is applied as it comes, and nobody begins one more than a bound ahead of the oldest that is not
    /// finished (Ho et al., NIPS 2013).</summary>
    Ssp,

    /// <summary>Asynchronous: each batch is applied as it comes, without a bound (Recht et al., "Hogwild!", NIPS 2011).</summary>
    Asp,

    /// <summary>Asynchronous, late gradients corrected for what others changed since (Zheng et al., ICML 2017).</summary>
    DcAsgd,

    /// <summary>Embedding rows asynchronous, layers synchronous (Lian et al., "Persia", KDD 2022): rows are pulled without waiting for the step
    /// before. Their gradients are summed by step all the same: rules like Adam take as long a stride for a part of a batch as for a whole one, so that
    /// rows that occur in all parts would learn as many times too fast.</summary>
    Hybrid,
}
