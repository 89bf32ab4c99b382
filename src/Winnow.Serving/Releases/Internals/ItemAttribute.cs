using System.Collections.Concurrent;
using System.Text;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>One feature of all items in a mapped file, with what was changed since it was packed beside it in memory.</summary>
internal sealed class ItemAttribute : IItemAttribute, IDisposable
{
    private readonly PackedFile _file;
    private readonly MappedArray<int> _starts, _values;
    private readonly MappedArray<double> _numbers;
    private readonly Dictionary<string, int> _numberOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Changed> _changed = new();
    private readonly Lock _writing = new();
    private volatile string[] _texts;
    private volatile bool _hasChanged;

    private ItemAttribute(string name, PackedFile file, string[] texts, int items)
    {
        (Name, _file, _texts) = (name, file, texts);
        (_starts, _values) = (file.Array<int>("starts", items + 1L), file.Array<int>("values"));
        if (_starts[items] != _values.Count) throw file.Damaged("has positions that do not fit its values");
        _numbers = file.Array<double>("numbers", items);
        for (int i = 0; i < texts.Length; i++) _numberOf[texts[i]] = i;
    }

    public string Name { get; }

    public IReadOnlyList<string> Texts => _texts;

    public static ItemAttribute Open(string path, string name, int items)
    {
        PackedFile file = PackedFile.Open(path);
        try
        {
            MappedArray<int> starts = file.Array<int>("textStarts");
            MappedArray<byte> bytes = file.Array<byte>("textBytes");
            string[] texts = new string[starts.Count - 1];
            for (int i = 0; i < texts.Length; i++) texts[i] = Encoding.UTF8.GetString(bytes.Between(starts[i], starts[i + 1]));
            return new ItemAttribute(name, file, texts, items);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a feature of all items.</summary>
    public static void Write(string path, EntityFeatures items, string name)
    {
        Dictionary<string, int> numberOf = new(StringComparer.Ordinal);
        List<int> values = [], textStarts = [0];
        List<byte> textBytes = [];
        int[] starts = new int[items.Count + 1];
        double[] numbers = new double[items.Count];
        for (int item = 0; item < items.Count; item++)
        {
            FeatureValue value = items[item][name];
            foreach (string text in value.Texts)
            {
                if (!numberOf.TryGetValue(text, out int number))
                {
                    numberOf.Add(text, number = numberOf.Count);
                    textBytes.AddRange(Encoding.UTF8.GetBytes(text));
                    textStarts.Add(textBytes.Count);
                }
                values.Add(number);
            }
            starts[item + 1] = values.Count;
            numbers[item] = value.TryNumber(out double parsed) ? parsed : double.NaN;
        }
        PackedFile.Write(path, PackedArray.Of("textStarts", textStarts), PackedArray.Of("textBytes", textBytes), PackedArray.Of("starts", starts),
            PackedArray.Of("values", values), PackedArray.Of("numbers", numbers));
    }

    public ReadOnlySpan<int> Values(int item) =>
        _hasChanged && _changed.TryGetValue(item, out Changed changed) ? changed.Values : _values.Between(_starts[item], _starts[item + 1L]);

    public double Number(int item) => _hasChanged && _changed.TryGetValue(item, out Changed changed) ? changed.Number : _numbers[item];

    /// <summary>Takes over a changed value; texts that are new get the next numbers.</summary>
    public void Update(int item, FeatureValue value)
    {
        lock (_writing)
        {
            IReadOnlyList<string> texts = value.Texts;
            int[] numbers = new int[texts.Count];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = NumberOf(texts[i]);
            _changed[item] = new Changed(numbers, value.TryNumber(out double number) ? number : double.NaN);
            _hasChanged = true;
        }
    }

    public void Dispose() => _file.Dispose();

    private int NumberOf(string text)
    {
        if (_numberOf.TryGetValue(text, out int number)) return number;
        _texts = [.. _texts, text];             // readers hold the array they took
        return _numberOf[text] = _texts.Length - 1;
    }

    private readonly record struct Changed(int[] Values, double Number);
}
