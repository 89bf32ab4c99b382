using System.Text;

namespace Winnow.Store;

/// <summary>A key as it is sent, with its slot.</summary>
internal sealed class StoreKey(string text)
{
    internal string Text { get; } = text;

    internal byte[] Bytes { get; } = Encoding.UTF8.GetBytes(text);

    internal int Slot { get; } = HashSlot.Of(Encoding.UTF8.GetBytes(text));
}
