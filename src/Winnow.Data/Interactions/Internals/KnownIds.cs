using System.Text;

namespace Winnow.Data;

/// <summary>Ids that were numbered before; no others are legal.</summary>
internal sealed class KnownIds : IIdNumbering
{
    private readonly IdIndex _ids;
    private readonly TextIndex _texts = new();

    public KnownIds(IdIndex ids)
    {
        _ids = ids;
        for (int i = 0; i < ids.Count; i++) _texts.Add(Encoding.UTF8.GetBytes(ids[i]));
    }

    public int IndexOf(ReadOnlySpan<byte> id)
    {
        int index = _texts.Add(id);         // an unknown id takes a number behind those known, which is refused
        return index < _ids.Count ? index : -1;
    }

    public IdIndex ToIndex() => _ids;
}
