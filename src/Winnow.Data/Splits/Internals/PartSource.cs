namespace Winnow.Data;

/// <summary>The rows of a source that belong to one part.</summary>
internal sealed class PartSource(IRecordSource whole, IPartRule rule, SplitPart part) : IRecordSource
{
    public string Name => $"{whole.Name} ({part switch { SplitPart.Train => "training", SplitPart.Validation => "validation", _ => "test" }} part)";

    public IReadOnlyList<string> Columns => whole.Columns;

    public IRecordReader Open(SourcePosition start = default) => new Reader(whole.Open(start), rule, part);

    /// <summary>Reads whole blocks and drops the rows of other parts once they are cut into cells.</summary>
    private sealed class Reader(IRecordReader inner, IPartRule rule, SplitPart part) : IRecordReader
    {
        public bool Read(RecordBlock block) => inner.Read(block);

        public void Parse(RecordBlock block)
        {
            inner.Parse(block);
            block.KeepRows(rule, part);
            if (part != SplitPart.Train) block.Faults.Clear();      // counted once, with the training part
        }

        public void Dispose() => inner.Dispose();
    }
}
