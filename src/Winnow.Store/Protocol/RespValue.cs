using System.Globalization;
using System.Text;

namespace Winnow.Store;

/// <summary>One reply, or a part of one. Numbers need no memory besides.</summary>
/// <remarks>Reading a value as what it is not throws a <see cref="ProtocolException"/> that names both.</remarks>
public readonly struct RespValue
{
    private readonly long _number;
    private readonly object? _content;

    private RespValue(RespKind kind, long number, object? content)
    {
        Kind = kind;
        _number = number;
        _content = content;
    }

    /// <summary>What it is.</summary>
    public RespKind Kind { get; }

    /// <summary>Whether it is nothing.</summary>
    public bool IsNull => Kind == RespKind.Null;

    /// <summary>The error, or null if it is none.</summary>
    public RedisError? Error => _content as RedisError;

    /// <summary>An integer; digits in a string count.</summary>
    public long Integer => Kind switch
    {
        RespKind.Integer or RespKind.Boolean => _number,
        RespKind.Bytes when long.TryParse(Bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => throw Not("an integer"),
    };

    /// <summary>A number; an integer and digits in a string count.</summary>
    public double Number => Kind switch
    {
        RespKind.Double => BitConverter.Int64BitsToDouble(_number),
        RespKind.Integer => _number,
        RespKind.Bytes when double.TryParse(Bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => throw Not("a number"),
    };

    /// <summary>Number of bytes of a string, also of one that went into memory of the caller.</summary>
    public long Length => Kind switch
    {
        RespKind.Bytes => ((byte[])_content!).Length,
        RespKind.Received => _number,
        _ => throw Not("a string"),
    };

    /// <summary>The bytes of a string.</summary>
    public ReadOnlySpan<byte> Bytes => Kind == RespKind.Bytes ? (byte[])_content! : throw Not("a string");

    /// <summary>A string as text; an integer as its digits.</summary>
    public string Text => Kind == RespKind.Integer ? _number.ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(Bytes);

    /// <summary>The elements of an array; of a map its keys and values, taking turns.</summary>
    public ReadOnlySpan<RespValue> Items => Kind is RespKind.Array or RespKind.Map ? (RespValue[])_content! : throw Not("an array");

    /// <summary>The value a map, or an array in the form of one, has for a key; null if it has none.</summary>
    public RespValue? Field(string name)
    {
        ReadOnlySpan<RespValue> items = Items;
        for (int i = 0; i + 1 < items.Length; i += 2)
            if (items[i].Kind == RespKind.Bytes && items[i].Text == name) return items[i + 1];
        return null;
    }

    /// <summary>The value a map has for a key.</summary>
    public RespValue this[string name] => Field(name) ?? throw new ProtocolException($"a map without '{name}'", "that field");

    /// <summary>For people.</summary>
    public override string ToString() => Kind switch
    {
        RespKind.Null => "nothing",
        RespKind.Integer => $"the integer {_number}",
        RespKind.Double => $"the number {Number:R}",
        RespKind.Boolean => _number != 0 ? "true" : "false",
        RespKind.Bytes or RespKind.Received => $"a string of {Length} bytes",
        RespKind.Array => $"an array of {Items.Length}",
        RespKind.Map => $"a map of {Items.Length / 2}",
        _ => $"the error '{Error}'",
    };

    internal static RespValue Of(long number) => new(RespKind.Integer, number, null);

    internal static RespValue Of(double number) => new(RespKind.Double, BitConverter.DoubleToInt64Bits(number), null);

    internal static RespValue Of(bool value) => new(RespKind.Boolean, value ? 1 : 0, null);

    internal static RespValue Of(byte[] bytes) => new(RespKind.Bytes, 0, bytes);

    internal static RespValue Of(RedisError error) => new(RespKind.Error, 0, error);

    internal static RespValue Received(long length) => new(RespKind.Received, length, null);

    internal static RespValue Of(RespKind kind, RespValue[] items) => new(kind, 0, items);

    private ProtocolException Not(string expected) => new(ToString(), expected);
}
