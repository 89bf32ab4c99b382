namespace Winnow.Retrieval;

/// <summary>How an exact index keeps its vectors.</summary>
public sealed record ExactIndexOptions
{
    /// <summary>Form of the vectors that are scanned; default <see cref="ScanPrecision.Float32"/>.</summary>
    public ScanPrecision Precision { get; init; }

    /// <summary>With <see cref="ScanPrecision.Int8"/>, what the candidates are scored by; default <see cref="Rescoring.Float32"/>.
    /// Without effect otherwise.</summary>
    public Rescoring Rescoring { get; init; } = Rescoring.Float32;

    /// <summary>With rescoring, candidates taken from the scan for each result wanted, in [1, 1024]; default 4 (and never fewer than
    /// 16 more than wanted).</summary>
    public int Oversampling { get; init; } = 4;

    internal void Validate()
    {
        if (!Enum.IsDefined(Precision)) Throw.Option(nameof(Precision), Precision, "a precision of ScanPrecision");
        if (!Enum.IsDefined(Rescoring)) Throw.Option(nameof(Rescoring), Rescoring, "a value of Rescoring");
        if (Oversampling is < 1 or > 1024) Throw.Option(nameof(Oversampling), Oversampling, "in [1, 1024]");
    }
}
