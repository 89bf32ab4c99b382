namespace Winnow.Data;

/// <summary>
/// Examples for ranking models made from a log: each event is a row with label 1, followed by rows with label 0 for sampled items that
/// the user did not take. A row has the user, the item, what the user took before, and the features of both.
/// </summary>
/// <remarks>
/// No file is written: rows are made when they are read, from any place, by any number of threads, and are always the same. The history
/// holds what is strictly earlier: where the log has times, events of the same moment (lines of one invoice) are not in each other's
/// history. Rows stand in the order of time, or, without times, of the place of the event in the sequence of its user. The negatives of
/// an event depend on (seed, number of the event) alone; they are items the user has not taken in this part or the parts before it, so
/// that what is held out later never shows in what is learnt from.
/// </remarks>
public sealed class RankingExamples
{
    private RankingExamples(ExampleLog log, InteractionSplit split, FeatureSchema schema, ExampleOptions options)
    {
        Schema = schema;
        int train = split.Train.Count, validation = train + (split.ValidationEvents?.Count ?? 0);
        Train = new ExampleSource("training examples", log, log.Events(0, train, options.EventsPerUser), train, options);
        Validation = new ExampleSource("validation examples", log, log.Events(train, validation), validation, options);
        Test = new ExampleSource("test examples", log, log.Events(validation, log.Count), log.Count, options);
    }

    /// <summary>What the columns are, as <see cref="ExampleSchema"/> finds it out.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Rows to learn from.</summary>
    public ExampleSource Train { get; }

    /// <summary>Rows to tune on; none if the split has no such part.</summary>
    public ExampleSource Validation { get; }

    /// <summary>Rows to judge by.</summary>
    public ExampleSource Test { get; }

    /// <summary>Makes examples from a log that was cut by a rule.</summary>
    /// <param name="split">The log. The history of a validation or test event holds everything earlier, of earlier parts and of its own.</param>
    /// <param name="items">Features of the items by id; null: there are none. Items without an entry have no features.</param>
    /// <param name="users">Features of the users by id; null: there are none.</param>
    /// <param name="options">Negatives, histories.</param>
    /// <exception cref="ArgumentException">The split was not cut by a rule, an option is out of range, or a feature has a name that is taken.</exception>
    public static RankingExamples Of(InteractionSplit split, EntityFeatures? items, EntityFeatures? users, ExampleOptions options)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(options);
        options = options.Validate();
        ExampleLog log = new(split, items, users);
        return new RankingExamples(log, split, ExampleSchema.Infer(items, users, options.History, log.HasTimes), options);
    }
}
