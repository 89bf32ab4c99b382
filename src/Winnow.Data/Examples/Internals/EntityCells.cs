using System.Text;

namespace Winnow.Data;

/// <summary>Ids and features of users or items as the cells of records: UTF-8 made once, copied into every row.</summary>
internal sealed unsafe class EntityCells
{
    private readonly byte[] _text;
    private readonly int[] _firstByte, _firstItem;
    private readonly RecordCell[] _cells;           // starts are counted from the first byte, or item, of the entity
    private readonly RecordItem[] _items;

    private EntityCells(IReadOnlyList<string> names, Builder built)
    {
        Names = names;
        (_text, _firstByte, _firstItem, _cells, _items) = ([.. built.Text], [.. built.FirstByte], [.. built.FirstItem], [.. built.Cells], [.. built.Items]);
    }

    /// <summary>Names of the features; the cell of the id stands before them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of entities.</summary>
    public int Count => _firstByte.Length - 1;

    /// <summary>The cells of all ids, with the features of those that have an entry.</summary>
    public static EntityCells Of(IdIndex ids, EntityFeatures? features)
    {
        IReadOnlyList<string> names = features?.Names ?? [];
        Builder builder = new();
        for (int i = 0; i < ids.Count; i++)
        {
            builder.Begin();
            builder.Add(FeatureValue.Text(ids[i]));
            FeatureValues own = features is not null && features.Ids.TryFind(ids[i], out int index) ? features[index] : FeatureValues.Empty;
            foreach (string name in names) builder.Add(own[name]);
        }
        builder.Begin();
        return new EntityCells(names, builder);
    }

    /// <summary>Bytes of the id.</summary>
    public ReadOnlySpan<byte> Id(int entity) => _text.AsSpan(_firstByte[entity], _cells[entity * (Names.Count + 1)].Length);

    /// <summary>Copies id and features into a block.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="block">The block; text and list items are appended.</param>
    /// <param name="id">Receives the cell of the id.</param>
    /// <param name="features">Receives the cells of the features, one each of <see cref="Names"/>.</param>
    public void CopyTo(int entity, RecordBlock block, out RecordCell id, Span<RecordCell> features)
    {
        int text = Append(block, _text.AsSpan(_firstByte[entity], _firstByte[entity + 1] - _firstByte[entity])), item = block.ItemsUsed;
        for (int i = _firstItem[entity]; i < _firstItem[entity + 1]; i++) block.AddItem(_items[i].Start + text, _items[i].Length, 1);
        ReadOnlySpan<RecordCell> cells = _cells.AsSpan(entity * (Names.Count + 1), Names.Count + 1);
        id = Moved(cells[0], text, item);
        for (int c = 0; c < features.Length; c++) features[c] = Moved(cells[c + 1], text, item);
    }

    /// <summary>Appends text to a block and tells where it starts.</summary>
    public static int Append(RecordBlock block, ReadOnlySpan<byte> text)
    {
        int start = block.TextLength;
        text.CopyTo(new Span<byte>(block.ReserveText(checked(start + text.Length)) + start, text.Length));
        block.TextLength = start + text.Length;
        return start;
    }

    private static RecordCell Moved(RecordCell cell, int text, int item) =>
        cell.IsMissing ? cell : cell with { Start = cell.Start + (cell.IsList ? item : text) };

    private sealed class Builder
    {
        public List<byte> Text { get; } = [];

        public List<int> FirstByte { get; } = [];

        public List<int> FirstItem { get; } = [];

        public List<RecordCell> Cells { get; } = [];

        public List<RecordItem> Items { get; } = [];

        public void Begin()
        {
            FirstByte.Add(Text.Count);
            FirstItem.Add(Items.Count);
        }

        public void Add(FeatureValue value)
        {
            if (value.IsMissing) Cells.Add(RecordCell.Missing);
            else if (value.IsList) AddList(value.Texts);
            else Cells.Add(Append(value.Texts[0]));
        }

        private void AddList(IReadOnlyList<string> texts)
        {
            int first = Items.Count;
            foreach (string text in texts)
                if (text.Length > 0 && Append(text) is var cell) Items.Add(new RecordItem(cell.Start, cell.Length, 1));
            Cells.Add(RecordCell.List(first - FirstItem[^1], Items.Count - first));
        }

        private RecordCell Append(string text)
        {
            int start = Text.Count;
            Text.AddRange(Encoding.UTF8.GetBytes(text));
            return new RecordCell(start - FirstByte[^1], Text.Count - start);
        }
    }
}
