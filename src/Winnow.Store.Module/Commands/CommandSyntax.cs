using System.Runtime.InteropServices;
using System.Text;

namespace Winnow.Store.Module;

/// <summary>Tells Redis the arguments of a command from one line such as <c>key source:int [SEED seed:int] values</c>: names in the order they
/// come, the type behind a colon (int, num, otherwise bytes), optional ones in brackets, a word in capitals before those that need one.</summary>
internal sealed unsafe class CommandSyntax : IDisposable
{
    private readonly List<nint> _owned = [];

    /// <summary>The arguments as Redis wants them, ended by one without a name. Valid until the syntax is disposed; Redis copies them.</summary>
    /// <param name="line">The line.</param>
    internal CommandArgument* Parse(string line)
    {
        List<CommandArgument> arguments = [];
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? token = null;
        bool optional = false;
        foreach (string word in words)
        {
            optional |= word[0] == '[';
            string name = word.Trim('[', ']');
            bool isToken = name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
            if (isToken) token = name;
            else
            {
                arguments.Add(Argument(name, token, optional));
                token = null;
            }
            if (word[^1] == ']') optional = false;
        }
        arguments.Add(default);
        CommandArgument* block = (CommandArgument*)Own((nuint)(arguments.Count * sizeof(CommandArgument)));
        CollectionsMarshal.AsSpan(arguments).CopyTo(new Span<CommandArgument>(block, arguments.Count));
        return block;
    }

    /// <summary>A text with a zero behind it.</summary>
    internal byte* Text(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        byte* copy = (byte*)Own((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, length));
        return copy;
    }

    /// <summary>Frees what was handed out.</summary>
    public void Dispose()
    {
        foreach (nint block in _owned) NativeMemory.Free((void*)block);
        _owned.Clear();
    }

    private CommandArgument Argument(string word, string? token, bool optional)
    {
        string[] parts = word.Split(':');
        bool isKey = parts[0] == "key";
        return new CommandArgument
        {
            Name = Text(parts[0]),
            Type = isKey ? CommandArgumentType.Key : parts.Length == 1 ? CommandArgumentType.String
                : parts[1] == "int" ? CommandArgumentType.Integer : CommandArgumentType.Double,
            KeySpec = isKey ? 0 : -1,
            Token = token is null ? null : Text(token),
            Flags = optional ? CommandArgument.Optional : 0,
        };
    }

    private void* Own(nuint bytes)
    {
        void* block = NativeMemory.AllocZeroed(bytes);
        _owned.Add((nint)block);
        return block;
    }
}
