namespace Winnow.Data;

/// <summary>Walks over the ids of one cell: the items of a list, or the pieces of a text between separators. Empty ones are skipped.</summary>
internal unsafe ref struct CellItems
{
    private readonly RecordBlock _block;
    private readonly byte _separator;
    private readonly bool _isList, _weighted;
    private int _next;
    private readonly int _end;

    public CellItems(RecordBlock block, RecordCell cell, Column column)
    {
        _block = block;
        _separator = (byte)column.Separator;
        _isList = cell.IsList;
        _weighted = column.Weighted;
        _next = cell.Start;
        _end = cell.IsMissing ? cell.Start : cell.Start + (cell.IsList ? cell.ItemCount : cell.Length);
    }

    /// <summary>First byte of the id.</summary>
    public byte* Text { get; private set; }

    /// <summary>Its bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Its weight; 1 if there is none.</summary>
    public float Weight { get; private set; } = 1;

    /// <summary>Why the walk ended early, or null.</summary>
    public RowFault? Fault { get; private set; }

    public bool MoveNext() => Fault is null && (_isList ? NextItem() : NextPiece());

    private bool NextItem()
    {
        if (_next >= _end) return false;
        ref RecordItem item = ref _block.Items[_next++];
        Text = _block.Text + item.Start;
        Length = item.Length;
        Weight = item.Weight;
        if (!_weighted && Weight != 1) Fault = RowFault.UnexpectedWeight;
        return Fault is null;
    }

    private bool NextPiece()
    {
        byte* text = _block.Text;
        while (_next < _end && text[_next] == _separator) _next++;
        if (_next >= _end) return false;
        int start = _next;
        while (_next < _end && text[_next] != _separator) _next++;
        Text = text + start;
        Length = _next - start;
        if (_weighted) TakeWeight();
        return Fault is null;
    }

    /// <summary>Cuts the weight off an <c>id:weight</c>; the last colon counts.</summary>
    private void TakeWeight()
    {
        int colon = new ReadOnlySpan<byte>(Text, Length).LastIndexOf((byte)':');
        if (colon <= 0 || colon == Length - 1) Fault = RowFault.MalformedToken;
        else if (!NumberText.TryParse(Text + colon + 1, Length - colon - 1, out double weight)) Fault = RowFault.NotANumber;
        else if (!float.IsFinite((float)weight)) Fault = RowFault.NotFinite;
        else (Length, Weight) = (colon, (float)weight);
    }
}
