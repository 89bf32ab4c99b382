using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>
/// The log of events: files of JSON Lines that only grow, a checksum a line, numbered by position, to be read again from any position. Bodies that come
/// together are written and flushed to the disk together; an acknowledged event is on the disk.
/// </summary>
/// <remarks>
/// A process that died leaves at most one torn line at the end, which is cut off when the log is opened; such an event was never acknowledged. A full disk
/// refuses what comes and cuts off what was half written; the log goes on when there is room. Safe from any thread; one process a directory.
/// </remarks>
public sealed class EventLog : IAsyncDisposable
{
    private const string IdFile = "log-id";
    private const int MostTogether = 32;

    private readonly string _directory;
    private readonly EventLogOptions _options;
    private readonly FileStream _lock;
    private readonly Channel<Append> _waiting;
    private readonly Task _writing;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;
    private readonly RecentEvents _recent = new();
    private Stream? _segment;
    private FileStream? _file;
    private long _length;               // of the present file, up to the last whole line
    private long _next;                 // position of the next event; what is before it is on the disk

    /// <summary>Opens a log, or begins one.</summary>
    /// <param name="directory">Its folder; made if it is not there.</param>
    /// <param name="options">How it is kept.</param>
    /// <exception cref="EventLogException">Another process has it open, it is damaged before its end, or the folder cannot be written.</exception>
    public EventLog(string directory, EventLogOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        (_directory, _options) = (directory, options ?? new EventLogOptions());
        try
        {
            Directory.CreateDirectory(directory);
            _lock = new FileStream(Path.Combine(directory, IdFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Id = ReadOrMakeId(_lock);
            Recover();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lock?.Dispose();
            throw new EventLogException($"The log of events in {directory} cannot be opened: {e.Message} Stop the other process that uses it, or choose another data directory.", e);
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
        _json = new Utf8JsonWriter(_bytes);
        _waiting = Channel.CreateBounded<Append>(new BoundedChannelOptions(_options.Waiting) { SingleReader = true });
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Id of the log: positions of different logs have nothing to do with each other.</summary>
    public string Id { get; }

    /// <summary>Position of the next event: so many are on the disk.</summary>
    public long Position => Volatile.Read(ref _next);

    /// <summary>Bytes that were cut off when the log was opened, because a process had died while it wrote them.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Told of the position after each group of events that came to the disk. On the thread that writes: be quick.</summary>
    public event Action<long>? Advanced;

    /// <summary>Adds events; all or none.</summary>
    /// <returns>Position after the last of them, once all are on the disk.</returns>
    /// <exception cref="EventLogException">Too many wait, the disk is full, or the log is closed; none of the events was kept.</exception>
    public async Task<long> AppendAsync(IReadOnlyList<ServedEvent> events, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        Append append = new(events);
        if (!_waiting.Writer.TryWrite(append))
            throw new EventLogException(_writing.IsCompleted || _waiting.Reader.Completion.IsCompleted
                ? "The log of events is closed: the server is stopping."
                : $"{_options.Waiting} bodies of events wait for the disk already. Send them again later.");
        cancel.ThrowIfCancellationRequested();
        return await append.Done.Task;          // not given up half-way: nobody could say whether the events were kept
    }

    /// <summary>Reads events that are on the disk.</summary>
    /// <param name="from">Position of the first one that is wanted.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="EventLogException">A file is damaged or missing; the message names it and the place.</exception>
    public IEnumerable<LoggedEvent> Read(long from, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        long end = Position;
        if (_recent.TryCopy(from, end) is { } recent)
        {
            foreach (LoggedEvent found in recent) yield return found;
            yield break;
        }
        List<(long First, string Path)> segments = EventSegments.In(_directory);
        int segment = segments.FindLastIndex(s => s.First <= from);
        for (long next = from; next < end; segment++)
        {
            if (segment < 0 || segment >= segments.Count || segments[segment].First > next)
                throw new EventLogException($"{_directory} has no file with event {next}; files of the log must not be taken away while it is read from there.");
            // A file may end in what a full disk left behind; what counts of it ends where the next one begins.
            long stop = segment + 1 < segments.Count ? Math.Min(end, segments[segment + 1].First) : end;
            using EventSegmentReader reader = new(segments[segment].Path);
            while (next < stop && TryNext(reader, segments[segment].Path, out LoggedEvent found))
            {
                cancel.ThrowIfCancellationRequested();
                if (found.Position < next) continue;
                if (found.Position > next) throw Damaged(segments[segment].Path, reader.Offset);
                next++;
                yield return found;
            }
        }
    }

    /// <summary>Writes what waits, then closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _segment?.Dispose();
        await _json.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private static bool TryNext(EventSegmentReader reader, string path, out LoggedEvent found)
    {
        found = default;
        if (!reader.Next(out ReadOnlySpan<byte> line, out bool isWhole)) return false;
        if (!isWhole || !EventLine.TryRead(line, out found)) throw Damaged(path, reader.Offset);
        return true;
    }

    private static EventLogException Damaged(string path, long offset) =>
        new($"{path} is damaged before byte {offset}: a line there is not as it was written. Restore the file from a copy, or move it away with those before it.");

    private static string ReadOrMakeId(FileStream file)
    {
        using StreamReader reader = new(file, leaveOpen: true);
        if (Guid.TryParseExact(reader.ReadToEnd(), "N", out Guid known)) return known.ToString("N");
        string id = Guid.NewGuid().ToString("N");
        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(id));
        file.Flush(flushToDisk: true);
        return id;
    }

    /// <summary>Finds the end of the log; a torn line there is cut off.</summary>
    private void Recover()
    {
        if (EventSegments.In(_directory) is not [.., var last]) return;
        _next = last.First;
        using EventSegmentReader reader = new(last.Path);
        while (reader.Next(out ReadOnlySpan<byte> line, out bool isWhole))
        {
            if (isWhole && EventLine.TryRead(line, out LoggedEvent found) && found.Position == _next)
            {
                _next++;
                _length = reader.Offset;
                continue;
            }
            while (reader.Next(out ReadOnlySpan<byte> later, out bool laterIsWhole))
                if (laterIsWhole && EventLine.TryRead(later, out _)) throw Damaged(last.Path, reader.Offset);      // not torn: good lines follow
            break;
        }
        OpenSegment(last.Path);
    }

    private void OpenSegment(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        TornBytes += _file.Length - _length;
        _file.SetLength(_length);
        _file.Position = _length;
        _segment = _options.Wrap?.Invoke(path, _file) ?? _file;
    }

    private void Write()
    {
        List<Append> together = [];
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            together.Clear();
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out Append? append)) together.Add(append);
            WriteTogether(together);
        }
    }

    private void WriteTogether(List<Append> together)
    {
        try
        {
            long next = Encode(together);
            if (_segment is null || _length >= _options.SegmentBytes) BeginSegment();
            _segment!.Write(_bytes.WrittenSpan);
            _segment.Flush();
            _file!.Flush(flushToDisk: true);
            _length += _bytes.WrittenCount;
            foreach (Append append in together) _recent.Add(append.End - append.Events.Count, append.Events);
            Volatile.Write(ref _next, next);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            CutOff();
            EventLogException fault = new($"The log of events cannot be written: {e.Message} Nothing of these events was kept; make room and send them again.", e);
            foreach (Append append in together) append.Done.TrySetException(fault);
            return;
        }
        Advanced?.Invoke(_next);
        foreach (Append append in together) append.Done.TrySetResult(append.End);
    }

    private long Encode(List<Append> together)
    {
        _bytes.ResetWrittenCount();
        long next = _next;
        foreach (Append append in together)
        {
            for (int i = 0; i < append.Events.Count; i++) EventLine.Write(_bytes, _json, next++, append.Events[i]);
            append.End = next;
        }
        return next;
    }

    private void BeginSegment()
    {
        _segment?.Dispose();
        (_segment, _file, _length) = (null, null, 0);
        OpenSegment(EventSegments.PathOf(_directory, _next));
        DurableDisk.FlushDirectory(_directory);
    }

    /// <summary>Takes back what was half written; if even that fails, the file is opened anew for the next events.</summary>
    private void CutOff()
    {
        try
        {
            _file?.SetLength(_length);
            if (_file is not null) _file.Position = _length;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _segment = null;
        }
    }

    private sealed class Append(IReadOnlyList<ServedEvent> events)
    {
        public IReadOnlyList<ServedEvent> Events => events;

        public long End { get; set; }

        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
