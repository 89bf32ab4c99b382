using System.Globalization;

namespace Winnow.Embeddings;

/// <summary>Options of what a parameter store holds as pairs of a word and a value, the form in which they travel to a server and are shown by it.</summary>
/// <remarks>Every option is written, also where it has its default, so two lists are equal exactly if the options are. Numbers read back to the same bits.</remarks>
public static partial class OptionWords
{
    private const string None = "none";

    /// <summary>The first option in which two lists of one kind differ.</summary>
    /// <param name="present">Words of what is there.</param>
    /// <param name="wanted">Words of what was asked for.</param>
    /// <returns>The difference in words, or null if they are equal.</returns>
    public static string? Difference(IReadOnlyList<KeyValuePair<string, string>> present, IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(wanted);
        foreach ((string word, string value) in wanted)
        {
            string? there = Find(present, word);
            if (there != value) return $"{word} is {there ?? "not there"}, asked for is {value}";
        }
        foreach ((string word, string value) in present)
            if (Find(wanted, word) is null) return $"{word} is {value}, not asked for";
        return null;
    }

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> words, string word)
    {
        foreach ((string name, string value) in words)
            if (name == word) return value;
        return null;
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Write(List<KeyValuePair<string, string>> words, DelayCompensation compensation)
    {
        words.Add(new("COMPENSATE", compensation.Form switch
        {
            DelayCompensationForm.Constant => "constant",
            DelayCompensationForm.Adaptive => "adaptive",
            _ => None,
        }));
        if (compensation.Form == DelayCompensationForm.None) return;
        words.Add(new("LAMBDA", Text(compensation.Lambda)));
        if (compensation.Form == DelayCompensationForm.Adaptive) words.Add(new("DECAY", Text(compensation.MeanSquareDecay)));
    }

    private static DelayCompensation Compensation(OptionReader reader)
    {
        DelayCompensation defaults = DelayCompensation.None;
        DelayCompensationForm form = reader.Choice("COMPENSATE", DelayCompensationForm.None,
            (None, DelayCompensationForm.None), ("constant", DelayCompensationForm.Constant), ("adaptive", DelayCompensationForm.Adaptive));
        float lambda = reader.Number("LAMBDA", defaults.Lambda), decay = reader.Number("DECAY", defaults.MeanSquareDecay);
        return form switch
        {
            DelayCompensationForm.None => DelayCompensation.None,
            DelayCompensationForm.Constant => new() { Form = form, Lambda = lambda },
            _ => new() { Form = form, Lambda = lambda, MeanSquareDecay = decay },
        };
    }
}
