using System.Text;

namespace Winnow.Data;

/// <summary>The label.</summary>
/// <param name="column">The column.</param>
/// <param name="source">Its index in the block; −1 if the file lacks it.</param>
/// <param name="required">Whether a row without a label is malformed; otherwise its label is NaN.</param>
internal sealed unsafe class LabelColumn(Column column, int source, bool required) : ValueColumn(source)
{
    private readonly byte[]? _positive = column.Positive is { } text ? Encoding.UTF8.GetBytes(text) : null;

    public override void Encode(RecordBlock block, int first, int count, Batch batch, RowMarks marks)
    {
        float* labels = batch.LabelsPointer;
        for (int row = first; row < first + count; row++)
        {
            RecordCell cell = Source < 0 ? RecordCell.Missing : block.Cells[(long)row * block.Columns.Count + Source];
            labels[row] = float.NaN;
            if (cell.IsMissing)
            {
                if (required) marks.Add(block, row, Source, RowFault.MissingValue);
                continue;
            }
            if (cell.IsList || !TryRead(new ReadOnlySpan<byte>(block.Text + cell.Start, cell.Length), out labels[row]))
                marks.Add(block, row, Source, RowFault.BadLabel);
        }
    }

    private bool TryRead(ReadOnlySpan<byte> text, out float label)
    {
        label = 0;
        if (_positive is not null)
        {
            label = text.SequenceEqual(_positive) ? 1 : 0;
            return true;
        }
        double value;
        fixed (byte* p = text)
            if (!NumberText.TryParse(p, text.Length, out value)) return TryReadWord(text, out label);
        if (!float.IsFinite((float)value)) return false;
        if (column.Threshold is { } threshold) label = value >= threshold ? 1 : 0;
        else if (column.Target == LabelTarget.Value) label = (float)value;
        else if (value is 0 or 1 or -1) label = value == 1 ? 1 : 0;
        else return false;
        return true;
    }

    private bool TryReadWord(ReadOnlySpan<byte> text, out float label)
    {
        bool yes = Ascii.EqualsIgnoreCase(text, "true"u8);
        label = yes ? 1 : 0;
        return column is { Threshold: null, Target: LabelTarget.Binary } && (yes || Ascii.EqualsIgnoreCase(text, "false"u8));
    }
}
