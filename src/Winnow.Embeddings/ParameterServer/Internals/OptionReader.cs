using System.Globalization;

namespace Winnow.Embeddings;

/// <summary>Takes options one by one out of pairs of a word and a value, and collects what is wrong with them.</summary>
internal sealed class OptionReader
{
    private readonly Dictionary<string, string> _left = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    internal OptionReader(IReadOnlyList<KeyValuePair<string, string>> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        foreach ((string word, string value) in words)
            if (!_left.TryAdd(word, value)) Fault($"{word} comes twice");
    }

    /// <summary>Notes a fault.</summary>
    internal void Fault(string fault) => _faults.Add(fault);

    /// <summary>Throws if a word was not taken or anything else was wrong.</summary>
    internal void ThrowIfFaulty(string what)
    {
        foreach (string word in _left.Keys) Fault($"{word} is no option of it");
        if (_faults.Count > 0) Throw.InvalidOptions(what, _faults);
    }

    internal string Text(string word)
    {
        if (_left.Remove(word, out string? value) && value.Length > 0) return value;
        Fault($"{word} is missing");
        return "";
    }

    /// <param name="word">The word.</param>
    /// <param name="otherwise">Value where the word is missing; null: it must be there.</param>
    internal int Whole(string word, int? otherwise)
    {
        if (!_left.Remove(word, out string? value))
        {
            if (otherwise is null) Fault($"{word} is missing");
            return otherwise ?? 0;
        }
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return number;
        Fault($"{word} is '{value}', not a whole number of 32 bits");
        return 0;
    }

    internal long Long(string word, long otherwise)
    {
        if (!_left.Remove(word, out string? value)) return otherwise;
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)) return number;
        Fault($"{word} is '{value}', not a whole number of 64 bits");
        return otherwise;
    }

    internal ulong Unsigned(string word, ulong otherwise)
    {
        if (!_left.Remove(word, out string? value)) return otherwise;
        if (ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)) return number;
        Fault($"{word} is '{value}', not a whole number of 64 bits without sign");
        return otherwise;
    }

    internal float Number(string word, float otherwise)
    {
        if (!_left.Remove(word, out string? value)) return otherwise;
        if (float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)) return number;
        Fault($"{word} is '{value}', not a finite number");
        return otherwise;
    }

    internal T Choice<T>(string word, T otherwise, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (!_left.Remove(word, out string? value)) return otherwise;
        List<string> names = [];
        foreach ((string name, T choice) in choices)
        {
            if (name.Equals(value, StringComparison.OrdinalIgnoreCase)) return choice;
            names.Add(name);
        }
        Fault($"{word} is '{value}', not one of {string.Join(", ", names)}");
        return otherwise;
    }
}
