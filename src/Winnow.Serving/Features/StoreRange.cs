namespace Winnow.Serving;

/// <summary>Ranges of ids in the order of their bytes.</summary>
internal static class StoreRange
{
    /// <summary>The last character there is: prefix ≤ id &lt; prefix + End holds for ids that begin with the prefix, and for no others that anybody has.</summary>
    public const string End = "\U0010FFFF";
}
