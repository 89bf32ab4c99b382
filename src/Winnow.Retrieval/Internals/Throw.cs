using System.Diagnostics.CodeAnalysis;

namespace Winnow.Retrieval;

/// <summary>Every exception of this room: what came, what was expected, what to do next.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void VersionTooLong(int bytes) => throw new ArgumentException(
        $"The name of a model version takes at most {ModelVersion.MostBytes} bytes of UTF-8; got {bytes}. Use a checksum of it.");

    [DoesNotReturn]
    internal static void VersionMissing() => throw new ArgumentException(
        "An index needs the version of the model that its vectors come from; got none. Pass new ModelVersion(name).");

    [DoesNotReturn]
    internal static void VersionsDiffer(ModelVersion index, ModelVersion query) => throw new ArgumentException(
        $"The query comes from model version '{query}', the vectors of this index from '{index}'; their scores would mean nothing. "
        + "Compute the query with the model of the index, or search the index of the other model.");

    [DoesNotReturn]
    internal static void DimensionsDiffer(int got, int expected) => throw new ArgumentException(
        $"The vector has {got} elements, the vectors of this index have {expected}. Use the tower that the index was built from.");

    [DoesNotReturn]
    internal static void QueryNotFinite() => throw new ArgumentException(
        "The query has an element that is NaN or infinite. Check the model or the features it was computed from.");

    [DoesNotReturn]
    internal static void VectorNotFinite(int row, int id) => throw new ArgumentException(
        $"Vector {row} (id {id}) has an element that is NaN or infinite. Leave the item out or repair the model; nothing was changed.");

    [DoesNotReturn]
    internal static void IdsDiffer(int ids, int rows) => throw new ArgumentException(
        $"Each vector needs one id; got {ids} ids for {rows} vectors.");

    [DoesNotReturn]
    internal static void IdNegative(int row, int id) => throw new ArgumentOutOfRangeException(nameof(id), id,
        $"Ids are item numbers from 0 on; vector {row} has {id}. Map raw ids through a vocabulary first; nothing was changed.");

    [DoesNotReturn]
    internal static void IdRepeated(int row, int id) => throw new ArgumentException(
        $"Id {id} of vector {row} came before. Ids must be distinct; nothing was changed.");

    [DoesNotReturn]
    internal static void IdOutsideSet(int id, int capacity) => throw new ArgumentOutOfRangeException(nameof(id), id,
        $"Ids of this set lie in [0, {capacity}). Make the set with room for the greatest id.");

    [DoesNotReturn]
    internal static void Option(string name, object? value, string range) => throw new ArgumentOutOfRangeException(name, value,
        $"{name} must be {range}; got {value}.");

    [DoesNotReturn]
    internal static void ResultsTooShort(int got, long needed) => throw new ArgumentException(
        $"The results need room for {needed} neighbours, rows × k; got {got}.");

    [DoesNotReturn]
    internal static void IndexDisposed(string type) => throw new ObjectDisposedException(type,
        "The index was disposed. Keep it for as long as it is searched.");

    [DoesNotReturn]
    internal static void Mapped() => throw new InvalidOperationException(
        "This index is mapped from a file and cannot be changed. Change a copy in memory: ToMemory().");

    [DoesNotReturn]
    internal static void TooMany(long count) => throw new InvalidOperationException(
        $"One index holds at most {Edge.MostSlots} vectors; {count} were asked for. Split the catalogue over several indexes.");

    [DoesNotReturn]
    internal static void File(string path, string fault) => throw new IndexFileException(
        $"{path} {fault}");
}
