using System.Text;

namespace Winnow.Data;

/// <summary>Ids are texts, numbered by first appearance.</summary>
internal sealed class NamedIds : IIdNumbering
{
    private readonly TextIndex _texts = new();

    public int IndexOf(ReadOnlySpan<byte> id) => _texts.Add(id);

    public IdIndex ToIndex()
    {
        string[] ids = new string[_texts.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = Encoding.UTF8.GetString(_texts[i]);
        return new IdIndex(ids);
    }
}
