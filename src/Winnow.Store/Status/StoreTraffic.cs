namespace Winnow.Store.Status;

/// <summary>Commands on a table, and the keys in them.</summary>
/// <param name="Pulls">Commands that read rows.</param>
/// <param name="PulledKeys">Keys they asked for.</param>
/// <param name="Pushes">Commands that brought gradients.</param>
/// <param name="PushedKeys">Keys of those that changed something.</param>
/// <param name="Duplicates">Repeats that were ignored.</param>
public readonly record struct StoreTraffic(long Pulls, long PulledKeys, long Pushes, long PushedKeys, long Duplicates)
{
    /// <summary>Both together.</summary>
    public static StoreTraffic operator +(StoreTraffic a, StoreTraffic b) =>
        new(a.Pulls + b.Pulls, a.PulledKeys + b.PulledKeys, a.Pushes + b.Pushes, a.PushedKeys + b.PushedKeys, a.Duplicates + b.Duplicates);
}
