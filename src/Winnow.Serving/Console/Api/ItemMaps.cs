using System.Runtime.CompilerServices;

namespace Winnow.Serving.ConsoleApi;

/// <summary>The maps of the releases that are loaded: each made once, when it is first looked at, and forgotten with its release.</summary>
internal sealed class ItemMaps
{
    private readonly ConditionalWeakTable<IFunnel, Lazy<ItemMap?>> _maps = [];

    /// <summary>The map of a release; null if it has no vectors. Somebody who leaves does not stop it: others may be waiting for it.</summary>
    public ItemMap? Of(IFunnel funnel) =>
        _maps.GetValue(funnel, f => new Lazy<ItemMap?>(() => ItemMap.Of(f))).Value;
}
