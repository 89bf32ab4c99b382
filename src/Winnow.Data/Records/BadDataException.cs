using System.Globalization;

namespace Winnow.Data;

/// <summary>A file holds more malformed rows than are put up with. The message shows the first few.</summary>
public sealed class BadDataException : FormatException
{
    /// <summary>Makes the exception from what was counted.</summary>
    public BadDataException(BadRowLog log) : base(Describe(log)) => Log = log;

    /// <summary>Makes the exception for a file that cannot be read at all.</summary>
    /// <param name="message">What came, what was expected, what to do.</param>
    /// <param name="inner">The fault underneath, or null.</param>
    public BadDataException(string message, Exception? inner = null) : base(message, inner) => Log = new BadRowLog();

    /// <summary>The malformed rows so far.</summary>
    public BadRowLog Log { get; }

    private static string Describe(BadRowLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return string.Create(CultureInfo.InvariantCulture,
            $"Too many malformed rows: at most {log.Limit.Fraction:P2} of the rows and {log.Limit.Grace} are put up with. Mend the file, ")
            + $"correct its schema, or raise the limit. Found: {log}";
    }
}
