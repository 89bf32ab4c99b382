using System.Runtime.CompilerServices;
using System.Text;

namespace Winnow.Store.Module;

/// <summary>The key of a command while the command runs.</summary>
internal readonly unsafe ref struct OpenedKey : IDisposable
{
    private readonly RedisKey* _key;

    /// <summary>Opens the key of a command.</summary>
    /// <param name="request">The command.</param>
    /// <param name="mode"><see cref="RedisApi.Read"/>, with <see cref="RedisApi.Write"/> for commands that change the value.</param>
    internal OpenedKey(in Request request, int mode) => _key = RedisApi.OpenKey(request.Context, request.Key, mode);

    /// <summary>Whether the key does not exist.</summary>
    internal bool IsEmpty => _key == null || RedisApi.KeyType(_key) == RedisApi.KeyTypeEmpty;

    /// <summary>What the key holds.</summary>
    /// <param name="kind">Of which type it must be.</param>
    /// <typeparam name="T">The class of that type.</typeparam>
    /// <exception cref="CommandException">It does not exist or holds something else.</exception>
    internal T Value<T>(ValueKind kind) where T : StoredValue
    {
        if (_key == null || RedisApi.ModuleTypeGetType(_key) != ValueTypes.Of(kind)) throw Wrong(kind);
        return Unsafe.As<T>(StoredValue.FromHandle(RedisApi.ModuleTypeGetValue(_key)));
    }

    /// <summary>Puts a value into the key, which is opened for writing; what it held is freed.</summary>
    internal void Set(StoredValue value) => RedisApi.ModuleTypeSetValue(_key, ValueTypes.Of(value.Kind), value.ToHandle());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_key != null) RedisApi.CloseKey(_key);
    }

    private CommandException Wrong(ValueKind kind)
    {
        string word = Encoding.ASCII.GetString(ValueTypes.Word(kind));
        return IsEmpty
            ? new CommandException($"NOKEY the key does not exist; WINNOW.{word.ToUpperInvariant()}.CREATE makes it")
            : new CommandException($"WRONGTYPE the key holds something else than a winnow {word}");
    }
}
