using System.Text;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Texts by number in a mapped file: ids, JSON objects of features.</summary>
internal sealed class PackedTexts : IDisposable
{
    private const string Starts = "starts", Bytes = "bytes";

    private readonly PackedFile _file;
    private readonly MappedArray<long> _starts;
    private readonly MappedArray<byte> _bytes;

    private PackedTexts(PackedFile file)
    {
        _file = file;
        (_starts, _bytes) = (file.Array<long>(Starts), file.Array<byte>(Bytes));
        if (_starts.Count == 0 || _starts[_starts.Count - 1] != _bytes.Count) throw file.Damaged("has positions that do not fit its texts");
        Count = checked((int)(_starts.Count - 1));
    }

    /// <summary>Number of texts.</summary>
    public int Count { get; }

    /// <summary>UTF-8 of a text.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.Between(_starts[number], _starts[number + 1]);

    public static PackedTexts Open(string path)
    {
        PackedFile file = PackedFile.Open(path);
        try
        {
            return new PackedTexts(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes texts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="text">UTF-8 of each; asked twice, in order.</param>
    public static void Write(string path, int count, Func<int, ReadOnlyMemory<byte>> text)
    {
        long[] starts = new long[count + 1];
        for (int i = 0; i < count; i++) starts[i + 1] = starts[i] + text(i).Length;
        PackedFile.Write(path, PackedArray.Of(Starts, starts), new PackedArray(Bytes, 1, starts[count], stream =>
        {
            for (int i = 0; i < count; i++) stream.Write(text(i).Span);
        }));
    }

    /// <summary>Writes ids.</summary>
    public static void Write(string path, IdIndex ids) => Write(path, ids.Count, i => Encoding.UTF8.GetBytes(ids[i]));

    /// <summary>Reads ids that <see cref="Write(string, IdIndex)"/> wrote.</summary>
    /// <exception cref="Training.Storage.StorageException">The file is damaged, or an id appears twice.</exception>
    public static IdIndex ReadIds(string path)
    {
        using PackedTexts texts = Open(path);
        string[] ids = new string[texts.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = Encoding.UTF8.GetString(texts[i]);
        try
        {
            return new IdIndex(ids);
        }
        catch (ArgumentException e)
        {
            throw new Training.Storage.StorageException($"{path} is no list of ids: {e.Message} Pack the release again.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
