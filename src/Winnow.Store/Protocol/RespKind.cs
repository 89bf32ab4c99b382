namespace Winnow.Store;

/// <summary>The types of values that RESP3 knows.</summary>
/// <remarks>Redis serialization protocol specification, version 3.</remarks>
public enum RespKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>A floating-point number, NaN and ±∞ included.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Bytes: a simple, bulk or verbatim string, or the digits of a big number.</summary>
    Bytes,

    /// <summary>Bytes that were written into memory of the caller; only their number is kept.</summary>
    Received,

    /// <summary>Values in order; also what RESP3 calls a set.</summary>
    Array,

    /// <summary>Keys and values, taking turns.</summary>
    Map,

    /// <summary>What went wrong, inside another value or instead of it.</summary>
    Error,
}
