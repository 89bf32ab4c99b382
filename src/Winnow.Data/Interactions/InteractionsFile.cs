namespace Winnow.Data;

/// <summary>Reads interactions from files: CSV, TSV, JSON Lines, or lists of items; gzipped or not.</summary>
/// <remarks>Ids are kept as they are written and numbered by first appearance. Files are read in blocks; memory is what the events
/// take (8 bytes each, 4 more with values, 8 more with times) and, while the last column is put together, one column more.</remarks>
public static class InteractionsFile
{
    /// <summary>Reads one file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="format">How it is written and what its columns are; null: rows with columns <c>user</c> and <c>item</c>.</param>
    /// <param name="options">Malformed rows, repeats, threads.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">A column is not there; the message lists those that are.</exception>
    /// <exception cref="BadDataException">The file cannot be read, or has more malformed rows than are put up with.</exception>
    public static Interactions Read(string path, InteractionFormat? format = null, InteractionReadOptions? options = null) =>
        Read([path], format, options, out _);

    /// <summary>Reads several files that hold one log, in this order.</summary>
    /// <param name="paths">Paths of the files, at least one; one only where the number of a line names the user.</param>
    /// <param name="format">As above.</param>
    /// <param name="options">As above.</param>
    /// <param name="report">What was met: rows, events, repeats, malformed rows.</param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="ArgumentException">As above.</exception>
    /// <exception cref="BadDataException">As above.</exception>
    public static Interactions Read(
        IReadOnlyList<string> paths, InteractionFormat? format, InteractionReadOptions? options, out InteractionReadReport report)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("There is no file to read; name at least one.", nameof(paths));
        return Read([.. paths.Select(TextOrigin.OfFile)], format ?? new InteractionFormat(), options ?? new InteractionReadOptions(), out report);
    }

    internal static Interactions Read(
        IReadOnlyList<TextOrigin> origins, InteractionFormat format, InteractionReadOptions options, out InteractionReadReport report)
    {
        BadRowLog log = options.BadRows ?? new BadRowLog();
        NamedIds users = new(), items = new();
        InteractionReader reader = new(users, items, log, options.Threads);
        EventColumns events = reader.Read(origins, format);
        Interactions read = events.ToInteractions(users.ToIndex(), items.ToIndex());
        Interactions kept = Repeats.Apply(read, options.Repeats);
        report = new InteractionReadReport(log.Rows, read.Count, reader.Missing, read.Count - kept.Count, log);
        return kept;
    }
}
