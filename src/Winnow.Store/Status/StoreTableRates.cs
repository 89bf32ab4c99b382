namespace Winnow.Store.Status;

/// <summary>How fast a table is used.</summary>
/// <param name="PulledKeysPerSecond">Rows read a second.</param>
/// <param name="PushedKeysPerSecond">Rows written a second.</param>
/// <param name="HitShare">Of the keys pushed, the share that had a row, in [0, 1]; NaN if none were pushed.</param>
public readonly record struct StoreTableRates(double PulledKeysPerSecond, double PushedKeysPerSecond, double HitShare);
