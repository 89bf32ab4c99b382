using System.Text;

namespace Winnow.Data;

/// <summary>The texts that mean "no value", applied to the columns a schema reads.</summary>
internal sealed unsafe class MissingTokens(IReadOnlyList<string> tokens, int[] sources)
{
    private readonly byte[][] _tokens = [.. tokens.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Makes every cell that holds a token missing.</summary>
    public void Apply(RecordBlock block)
    {
        if (_tokens.Length == 0) return;
        for (int row = 0; row < block.Rows; row++)
        {
            RecordCell* cells = block.Cells + (long)row * block.Columns.Count;
            foreach (int source in sources)
                if (cells[source].Length > 0 && IsToken(block, cells[source])) cells[source] = RecordCell.Missing;
        }
    }

    private bool IsToken(RecordBlock block, RecordCell cell)
    {
        ReadOnlySpan<byte> text = new(block.Text + cell.Start, cell.Length);
        foreach (byte[] token in _tokens)
            if (text.SequenceEqual(token)) return true;
        return false;
    }
}
