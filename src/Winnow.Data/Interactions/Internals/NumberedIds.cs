using System.Buffers.Text;
using System.Globalization;

namespace Winnow.Data;

/// <summary>Ids are the whole numbers <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1; index = id − first.</summary>
internal sealed class NumberedIds(int first, int count) : IIdNumbering
{
    public int IndexOf(ReadOnlySpan<byte> id) =>
        Utf8Parser.TryParse(id, out int number, out int used) && used == id.Length && (uint)(number - first) < (uint)count ? number - first : -1;

    public IdIndex ToIndex() => first == 0
        ? IdIndex.Numbered(count)
        : new IdIndex([.. Enumerable.Range(first, count).Select(n => n.ToString(CultureInfo.InvariantCulture))]);
}
