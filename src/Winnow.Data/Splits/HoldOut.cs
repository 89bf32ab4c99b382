namespace Winnow.Data;

/// <summary>Takes rows for validation and test out of one source: train before validation before test, where there is an order.</summary>
public sealed record HoldOut
{
    /// <summary>Which rows are held out. Default <see cref="SplitOrder.Given"/>.</summary>
    public SplitOrder Order { get; init; } = SplitOrder.Given;

    /// <summary>Share of the rows for validation, at least 0. Default 0.1.</summary>
    public float Validation { get; init; } = 0.1f;

    /// <summary>Share of the rows for test, at least 0. Default 0.1.</summary>
    public float Test { get; init; } = 0.1f;

    /// <summary>Cuts a source into three that together have each of its rows once. Malformed rows count for the training part.</summary>
    /// <param name="source">The rows; read once or twice here, to find where to cut.</param>
    /// <param name="schema">What the columns are; names the time column.</param>
    /// <param name="seed">Seed of <see cref="SplitOrder.Random"/> (stream <c>split</c>).</param>
    /// <exception cref="ArgumentException">The shares leave no training rows, or there is no time column to order by.</exception>
    /// <remarks>Memory: nothing but <see cref="SplitOrder.Time"/>, which holds 8 bytes a row while it looks for the cut.</remarks>
    public HeldOutParts Split(IRecordSource source, FeatureSchema schema, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(schema);
        if (Validation < 0 || Test < 0 || !(Validation + Test < 1))
            throw new ArgumentException($"Shares {Validation} for validation and {Test} for test leave no training rows; their sum must be below 1.");
        IPartRule rule = Order switch
        {
            SplitOrder.Random => new RandomParts(seed, Validation, Test),
            SplitOrder.Time => TimeParts.Find(source, schema, Validation, Test),
            _ => OrderedParts.Find(source, Validation, Test),
        };
        return new HeldOutParts(
            new PartSource(source, rule, SplitPart.Train), new PartSource(source, rule, SplitPart.Validation), new PartSource(source, rule, SplitPart.Test));
    }
}

/// <summary>The parts of a source.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Validation">Rows to tune on.</param>
/// <param name="Test">Rows to judge by.</param>
public sealed record HeldOutParts(IRecordSource Train, IRecordSource Validation, IRecordSource Test);
