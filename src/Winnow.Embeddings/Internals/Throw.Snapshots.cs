using System.Diagnostics.CodeAnalysis;

namespace Winnow.Embeddings;

internal static partial class Throw
{
    [DoesNotReturn]
    internal static void NotASnapshot(string path) => throw new InvalidDataException(
        $"{path}: offset 0: this is not a table snapshot; it does not begin with 'WINNOWTB'. Pass a file written by Save or SaveDelta.");

    [DoesNotReturn]
    internal static void SnapshotVersion(string path, uint version) => throw new InvalidDataException(
        $"{path}: offset 8: the file has format version {version}; this program reads version {SnapshotFormat.Version}. " +
        "Load it with the release that wrote it, and save it again.");

    [DoesNotReturn]
    internal static void SnapshotTruncated(string path, long offset, string what, int missing) => throw new InvalidDataException(
        $"{path}: offset {offset}: the file ends here, but {missing} more byte(s) of {what} were expected. " +
        "It was cut off; the table is unchanged. Load an earlier snapshot.");

    [DoesNotReturn]
    internal static void SnapshotDamaged(string path, long offset, string found, string expected) => throw new InvalidDataException(
        $"{path}: offset {offset}: found {found}; expected {expected}. " +
        "The file is damaged; the table is unchanged. Load an earlier snapshot.");

    [DoesNotReturn]
    internal static void SnapshotMismatch(string path, string table, List<string> differences) => throw new InvalidDataException(
        $"{path}: the snapshot does not fit table '{table}': {string.Join("; ", differences)}. " +
        "Make the table with the options the snapshot was taken with, or load the right file.");

    [DoesNotReturn]
    internal static void SnapshotKind(string path, string found, string expected) => throw new InvalidDataException(
        $"{path}: this is a {found} snapshot; expected a {expected} one. Load the full snapshot first, then its deltas in order.");

    [DoesNotReturn]
    internal static void DeltaBase(string path, SnapshotCut table, SnapshotCut start) => throw new InvalidDataException(
        $"{path}: this delta starts from {start}, but the table is at {table}. Load the full snapshot and all deltas in order.");

    [DoesNotReturn]
    internal static void DeltaNotSeekable(string path) => throw new NotSupportedException(
        $"{path}: a delta is read twice, to check all of it before any of it is applied, and this stream cannot seek. Open a file.");

    [DoesNotReturn]
    internal static void DeltaFrom(SnapshotCut since) => throw new InvalidOperationException(
        $"No delta can start from {since}: it is no recent snapshot of this table since its last load, or more keys were removed " +
        "since then than are remembered. Take a full snapshot, or raise RemovalLogCapacity.");

    [DoesNotReturn]
    internal static void TableBroken(string name) => throw new InvalidOperationException(
        $"Table '{name}' holds half of a delta, because reading the file failed the second time. Load a full snapshot into it.");
}
