namespace Winnow.Serving;

/// <summary>How a log of events is kept.</summary>
public sealed record EventLogOptions
{
    /// <summary>Bytes after which a new file is begun, at least 1. Default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>Bodies that wait to be written, at least 1; more are refused. Default 256.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>What is put around the file of a segment; null: nothing. Tests put a disk in that is full.</summary>
    internal Func<string, FileStream, Stream>? Wrap { get; init; }
}
