namespace Winnow.Serving.Http;

/// <summary>What a key allows. Each kind includes those before it.</summary>
public enum ApiKeyKind
{
    /// <summary>Recommend, rank, similar items, look at users, items and metrics.</summary>
    Read,

    /// <summary>Change features of users and items, send events.</summary>
    Write,

    /// <summary>Swap releases, roll back, change experiments.</summary>
    Admin,
}
