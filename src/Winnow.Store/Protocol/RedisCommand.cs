using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Winnow.Store;

/// <summary>One request and the reply to it. Reusable: <see cref="Start"/> begins the next one, and once warm nothing is allocated.</summary>
/// <remarks>Large arguments are not copied but sent from where they are, so they must stay there, unchanged, until the reply is there; replies
/// can be received straight into memory of the caller.</remarks>
public sealed unsafe class RedisCommand
{
    /// <summary>Most bytes of one argument: the limit of Redis.</summary>
    public const long MostArgumentBytes = 512L << 20;

    private const int CopiedBytes = 1024;       // below that a copy is cheaper than one more piece to be gathered

    private readonly List<Argument> _blobs = [];
    private byte[] _text = GC.AllocateUninitializedArray<byte>(256, pinned: true);
    private int _length, _missing, _keyEnd, _keyLength;

    /// <summary>The slot of the key; −1 while there is none: any node will do.</summary>
    public int Slot { get; private set; } = -1;

    /// <summary>Whether it changes something, so that <c>WAIT</c> has to follow where it must not be lost. Default true.</summary>
    public bool Writes { get; set; } = true;

    /// <summary>Whether it may be sent again when nobody knows if it was carried out. Default true.</summary>
    public bool IsRepeatable { get; set; } = true;

    /// <summary>Whether large arguments are copied, so that the command outlives the memory of its caller. Default false.</summary>
    public bool OwnsArguments { get; set; }

    /// <summary>What the server answered last.</summary>
    public RespValue Reply { get; internal set; }

    /// <summary>First word, for messages.</summary>
    public string Verb { get; private set; } = "";

    internal byte* Target { get; private set; }

    internal long TargetBytes { get; private set; }

    internal int TargetElement { get; private set; }

    internal RedisRoute Route;

    /// <summary>Begins a request.</summary>
    /// <param name="verb">The command, in one word.</param>
    /// <param name="arguments">How many arguments follow it.</param>
    public RedisCommand Start(string verb, int arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(verb);
        ArgumentOutOfRangeException.ThrowIfNegative(arguments);
        _length = 0;
        _blobs.Clear();
        Verb = verb;
        Slot = -1;
        Target = null;
        Reply = default;
        _missing = arguments + 1;
        Header('*', _missing);
        return Text(verb);
    }

    /// <summary>A whole request of texts, the first of them its verb.</summary>
    public static RedisCommand Of(params ReadOnlySpan<string> words)
    {
        RedisCommand command = new RedisCommand().Start(words[0], words.Length - 1);
        foreach (string word in words[1..]) command.Text(word);
        return command;
    }

    /// <summary>Adds the key the command is about: it decides the node.</summary>
    public RedisCommand Key(ReadOnlySpan<byte> key) => Key(key, HashSlot.Of(key));

    /// <summary>Adds the key the command is about, whose slot is known.</summary>
    public RedisCommand Key(ReadOnlySpan<byte> key, int slot)
    {
        Slot = slot;
        Bytes(key);
        (_keyEnd, _keyLength) = (_length - 2, key.Length);
        return this;
    }

    /// <summary>Adds an argument.</summary>
    public RedisCommand Text(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        Header('$', bytes);
        _length += Encoding.UTF8.GetBytes(text, Room(bytes));
        return End();
    }

    /// <summary>Adds a number in decimal digits.</summary>
    public RedisCommand Number(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out int length);
        return Bytes(digits[..length]);
    }

    /// <summary>Adds an unsigned number in decimal digits.</summary>
    public RedisCommand Number(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out int length);
        return Bytes(digits[..length]);
    }

    /// <summary>Adds a number in so many digits that reading gives back the same bits.</summary>
    public RedisCommand Number(float number)
    {
        Span<byte> digits = stackalloc byte[32];
        number.TryFormat(digits, out int length, "R", CultureInfo.InvariantCulture);
        return Bytes(digits[..length]);
    }

    /// <summary>Adds a number in so many digits that reading gives back the same bits.</summary>
    public RedisCommand Number(double number)
    {
        Span<byte> digits = stackalloc byte[32];
        number.TryFormat(digits, out int length, "R", CultureInfo.InvariantCulture);
        return Bytes(digits[..length]);
    }

    /// <summary>Adds an argument; it is copied.</summary>
    public RedisCommand Bytes(ReadOnlySpan<byte> bytes)
    {
        Header('$', bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
        return End();
    }

    /// <summary>Adds an argument that stays where it is unless it is small or <see cref="OwnsArguments"/> is set.</summary>
    /// <param name="data">Unchanged until the reply has come.</param>
    /// <param name="length">Bytes, at most <see cref="MostArgumentBytes"/>.</param>
    public RedisCommand Blob(void* data, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MostArgumentBytes);
        if (length <= CopiedBytes || OwnsArguments) return Bytes(new ReadOnlySpan<byte>(data, (int)length));
        Header('$', length);
        _blobs.Add(new((nint)data, (int)length, _length));
        return End();
    }

    /// <summary>Has a string of the reply written into memory of the caller.</summary>
    /// <param name="target">Receives the bytes; <see cref="RespValue.Length"/> tells how many.</param>
    /// <param name="capacity">Most bytes; a longer string is an error.</param>
    /// <param name="element">−1: the reply itself is that string; else the number of the element of the array it is.</param>
    public RedisCommand Into(void* target, long capacity, int element = -1)
    {
        Target = (byte*)target;
        TargetBytes = capacity;
        TargetElement = element;
        return this;
    }

    /// <summary>The reply, or an exception if it is an error.</summary>
    /// <exception cref="RedisErrorException">The server refused.</exception>
    public RespValue Checked() => Reply.Error is { } error ? throw new RedisErrorException(error, Verb) : Reply;

    /// <summary>The key.</summary>
    internal ReadOnlySpan<byte> KeyBytes => _text.AsSpan(_keyEnd - _keyLength, _keyLength);

    /// <summary>Lists the pieces of the request, in the order in which they are sent.</summary>
    internal void Gather(List<IoVector> pieces)
    {
        if (_missing != 0) throw new InvalidOperationException($"{Verb} lacks {_missing} of the arguments it announced. Add them before it is sent.");
        byte* text = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_text, 0);
        int at = 0;
        foreach (Argument blob in _blobs)
        {
            pieces.Add(new(text + at, (nuint)(blob.At - at)));
            pieces.Add(new((byte*)blob.Data, (nuint)blob.Length));
            at = blob.At;
        }
        pieces.Add(new(text + at, (nuint)(_length - at)));
    }

    private void Header(char type, long count)
    {
        Span<byte> room = Room(24);
        room[0] = (byte)type;
        Utf8Formatter.TryFormat(count, room[1..], out int digits);
        room[digits + 1] = (byte)'\r';
        room[digits + 2] = (byte)'\n';
        _length += digits + 3;
    }

    private RedisCommand End()
    {
        Span<byte> room = Room(2);
        room[0] = (byte)'\r';
        room[1] = (byte)'\n';
        _length += 2;
        if (--_missing < 0) throw new InvalidOperationException($"{Verb} was given more arguments than it announced.");
        return this;
    }

    private Span<byte> Room(int bytes)
    {
        if (_text.Length - _length < bytes)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(checked(_length + bytes), (int)Math.Min(2L * _text.Length, Array.MaxLength)), pinned: true);
            _text.AsSpan(0, _length).CopyTo(larger);
            _text = larger;
        }
        return _text.AsSpan(_length);
    }

    private readonly record struct Argument(nint Data, int Length, int At);
}
