using System.Security.Cryptography;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Tickets for reports: a frame cannot send a key, so whoever has one gets a name for one report that nobody can guess and that soon ends.</summary>
internal sealed class ReportTickets(TimeProvider time)
{
    private const int Most = 256;
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Entry> _tickets = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = [];
    private readonly Lock _gate = new();

    /// <summary>A new ticket for a file. Those that have ended go, and the oldest if there are too many.</summary>
    public string Issue(string path)
    {
        string ticket = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            while (_byAge.TryPeek(out string? oldest) && (_byAge.Count >= Most || _tickets[oldest].Ends <= now)) _tickets.Remove(_byAge.Dequeue());
            _tickets.Add(ticket, new Entry(path, now + s_life));
            _byAge.Enqueue(ticket);
        }
        return ticket;
    }

    /// <summary>The file of a ticket; null if it is unknown or has ended.</summary>
    public string? Redeem(string ticket)
    {
        lock (_gate) return _tickets.TryGetValue(ticket, out Entry entry) && entry.Ends > time.GetUtcNow() ? entry.Path : null;
    }

    private readonly record struct Entry(string Path, DateTimeOffset Ends);
}
