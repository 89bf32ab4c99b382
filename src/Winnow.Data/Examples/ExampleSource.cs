namespace Winnow.Data;

/// <summary>The examples of one part of a log, row after row.</summary>
/// <remarks>Immutable; any number of readers on any threads.</remarks>
public sealed class ExampleSource : IRecordSource
{
    /// <summary>Events of a block: a few hundred rows, as many as a block of a file has.</summary>
    internal const int EventsPerBlock = 256;

    private readonly ExampleLog _log;
    private readonly NegativeItems _negatives;
    private readonly int _history;

    /// <param name="name">Name for messages.</param>
    /// <param name="log">The whole log.</param>
    /// <param name="events">The events that make examples, in the order of the rows.</param>
    /// <param name="known">Events below this number are those whose items are no negatives of their user.</param>
    /// <param name="options">Negatives, histories.</param>
    internal ExampleSource(string name, ExampleLog log, int[] events, int known, ExampleOptions options)
    {
        (Name, _log, _history) = (name, log, options.History);
        SameMoment = options.SameMoment && known == log.TrainCount && log.HasTimes;
        EventNumbers = Array.FindAll(events, e => log.HistoryOf(e, SameMoment).Length - (SameMoment ? 1 : 0) >= options.MinimumHistory);
        _negatives = new NegativeItems(log, known, options);
        RowsPerEvent = 1 + options.Negatives;
    }

    private ExampleSource(ExampleSource hard, float[] labels)
    {
        (Name, _log, _history, _negatives, RowsPerEvent) = (hard.Name, hard._log, hard._history, hard._negatives, hard.RowsPerEvent);
        (EventNumbers, SameMoment, SoftLabels) = (hard.EventNumbers, hard.SameMoment, labels);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns => _log.Columns;

    /// <summary>Number of events that make examples.</summary>
    public int Events => EventNumbers.Length;

    /// <summary>Number of rows: as many as events times one and the negatives, unless a user has taken every item.</summary>
    public long Rows => (long)Events * RowsPerEvent;

    internal int[] EventNumbers { get; }

    internal int RowsPerEvent { get; }

    /// <summary>Whether other events of the same moment are in a history.</summary>
    internal bool SameMoment { get; }

    /// <summary>Label of each row, shape [<see cref="Rows"/>], instead of 1 and 0; null: those.</summary>
    internal float[]? SoftLabels { get; }

    /// <inheritdoc/>
    public IRecordReader Open(SourcePosition start = default)
    {
        if (start.File != 0 || start.Offset < 0 || start.Offset > Events)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"'{Name}' has {Events} events; the position is of another source.");
        return new ExampleReader(this, _log, _negatives, _history, (int)start.Offset);
    }

    /// <summary>The same rows with other labels: the probabilities of a teacher.</summary>
    /// <param name="labels">One label for each row, in [0, 1], shape [<see cref="Rows"/>].</param>
    /// <exception cref="ArgumentException">There are more or fewer, or one is not in [0, 1].</exception>
    public ExampleSource WithLabels(float[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != Rows) throw new ArgumentException($"{labels.Length} labels came for {Rows} rows; give one each.", nameof(labels));
        int bad = Array.FindIndex(labels, l => !(l is >= 0 and <= 1));
        if (bad >= 0) throw new ArgumentException($"Label {bad} is {labels[bad]}; expected a probability in [0, 1].", nameof(labels));
        return new ExampleSource(this, labels);
    }
}
