namespace Winnow.Store.Module;

/// <summary>The types of values the module brings.</summary>
internal enum ValueKind
{
    /// <summary>A shard of an embedding table.</summary>
    Table,

    /// <summary>A dense parameter.</summary>
    Dense,

    /// <summary>A queue of positions.</summary>
    Queue,
}
