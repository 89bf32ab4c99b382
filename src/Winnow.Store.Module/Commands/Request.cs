using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Winnow.Store.Module;

/// <summary>The arguments of a command. Argument 0 is its name, argument 1 its key.</summary>
internal readonly unsafe ref struct Request(RedisContext* context, RedisString** arguments, int count)
{
    /// <summary>Most bytes of a block of keys, gradients or values.</summary>
    internal const int MostBlobBytes = 512 << 20;

    /// <summary>The context of the command.</summary>
    internal RedisContext* Context { get; } = context;

    /// <summary>Number of arguments, the name of the command included.</summary>
    internal int Count { get; } = count;

    /// <summary>The key.</summary>
    internal RedisString* Key => arguments[1];

    /// <summary>The server loads its data, or the command came from the master: what it says was decided before.</summary>
    internal bool IsReplay => (RedisApi.GetContextFlags(Context) & (RedisApi.FlagReplicated | RedisApi.FlagLoading)) != 0;

    /// <summary>An argument as it came.</summary>
    internal RedisString* Raw(int index) => arguments[index];

    /// <summary>The bytes of an argument.</summary>
    internal ReadOnlySpan<byte> Bytes(int index)
    {
        nuint length;
        byte* start = RedisApi.StringPtrLen(arguments[index], &length);
        if (length > MostBlobBytes) throw Bad(index, $"{length} bytes", $"at most {MostBlobBytes} bytes");
        return new ReadOnlySpan<byte>(start, (int)length);
    }

    /// <summary>A block of numbers.</summary>
    /// <param name="index">Which argument.</param>
    /// <param name="count">Receives how many numbers there are.</param>
    /// <typeparam name="T">Little-endian numbers.</typeparam>
    internal T* Block<T>(int index, out int count) where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
        if (bytes.Length % sizeof(T) != 0) throw Bad(index, $"{bytes.Length} bytes", $"a multiple of {sizeof(T)} bytes");
        count = bytes.Length / sizeof(T);
        fixed (byte* start = bytes) return (T*)start;           // native memory of Redis: nothing to pin
    }

    /// <summary>A text.</summary>
    /// <param name="index">Which argument.</param>
    /// <param name="most">Most bytes it may have; at least one is expected.</param>
    internal string Text(int index, int most)
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
        if (bytes.Length == 0 || bytes.Length > most) throw Bad(index, $"{bytes.Length} bytes", $"1 to {most} bytes");
        if (!Utf8.IsValid(bytes) || bytes.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0) throw Bad(index, Shown(bytes), "printable text in UTF-8");
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether an argument is a word, in any case.</summary>
    internal bool Is(int index, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(Bytes(index), word);

    /// <summary>A whole number within bounds.</summary>
    internal long Integer(int index, long least, long most)
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
        if (!Utf8Parser.TryParse(bytes, out long value, out int used) || used != bytes.Length || value < least || value > most)
            throw Bad(index, Shown(bytes), $"a whole number from {least} to {most}");
        return value;
    }

    /// <summary>A whole number of 64 bits without sign.</summary>
    internal ulong Unsigned(int index)
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
        if (!Utf8Parser.TryParse(bytes, out ulong value, out int used) || used != bytes.Length)
            throw Bad(index, Shown(bytes), "a whole number from 0 to 18446744073709551615");
        return value;
    }

    /// <summary>A finite number in single precision.</summary>
    internal float Float(int index)
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
        if (!float.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
            throw Bad(index, Shown(bytes), "a finite number");
        return value;
    }

    /// <summary>A number in double precision; infinite and undefined ones are allowed.</summary>
    internal double Double(int index)
    {
        ReadOnlySpan<byte> bytes = Bytes(index);
        if (!double.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            throw Bad(index, Shown(bytes), "a number");
        return value;
    }

    /// <summary>The error of an argument.</summary>
    /// <param name="index">Which.</param>
    /// <param name="came">What came.</param>
    /// <param name="expected">What was expected.</param>
    internal CommandException Bad(int index, string came, string expected) =>
        new($"ERR argument {index} of {Shown(Bytes(0))} is {came}; expected {expected}");

    /// <summary>An argument for a message: printable, and not too long.</summary>
    internal static string Shown(ReadOnlySpan<byte> bytes)
    {
        const int Most = 40;
        StringBuilder text = new("'");
        foreach (byte letter in bytes[..Math.Min(bytes.Length, Most)]) text.Append(letter is >= 0x20 and < 0x7F ? (char)letter : '?');
        return text.Append(bytes.Length > Most ? "…'" : "'").ToString();
    }
}
