namespace Winnow.Data;

/// <summary><c>label index:value …</c> in which the k-th token belongs to the k-th feature column: an id column takes the index and
/// wants the value 1, a dense column takes the value.</summary>
/// <param name="features">Names of the feature columns, in the order of the tokens.</param>
/// <param name="takesValue">For each of them, whether it takes the value instead of the index.</param>
internal sealed unsafe class PositionalLibSvmSyntax(IReadOnlyList<string> features, bool[] takesValue)
    : LineSyntax([LibSvmSyntax.Label, .. features])
{
    protected override void ParseLine(RecordBlock block, int start, int end, int line)
    {
        TokenReader token = new(block.Text, start, end);
        if (!token.Next()) return;
        RecordCell* row = block.RoomForMissingRow();
        row[0] = new RecordCell(token.Start, token.End - token.Start);
        int column = 0;
        while (token.Next())
        {
            if (++column >= Columns.Count) break;
            int colon = token.Colon(token.Start);
            RowFault? fault = Check(block.Text, token, colon, takesValue[column - 1]);
            if (fault is not null)
            {
                block.Faults.Add(line, column, fault.Value);
                return;
            }
            row[column] = takesValue[column - 1]
                ? new RecordCell(colon + 1, token.End - colon - 1)
                : new RecordCell(token.Start, colon - token.Start);
        }
        if (column == Columns.Count - 1) block.CommitRow(line);
        else block.Faults.Add(line, column + 1, column < Columns.Count ? RowFault.TooFewFields : RowFault.TooManyFields);
    }

    private static RowFault? Check(byte* text, TokenReader token, int colon, bool takesValue)
    {
        if (colon <= token.Start || colon == token.End - 1) return RowFault.MalformedToken;
        if (token.End - token.Start > RecordFile.MaxFieldBytes) return RowFault.FieldTooLong;
        if (takesValue || (token.End - colon == 2 && text[colon + 1] == '1')) return null;
        if (!NumberText.TryParse(text + colon + 1, token.End - colon - 1, out double value)) return RowFault.NotANumber;
        return value == 1 ? null : RowFault.UnexpectedWeight;
    }
}
