using System.Globalization;
using System.Numerics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Winnow.Data;

public sealed partial class YamlSection
{
    /// <summary>A text that must be there.</summary>
    /// <returns>The text; empty, and a fault, if the key is absent or not a scalar.</returns>
    public string Text(string key)
    {
        if (OptionalText(key) is { } text) return text;
        if (Find(key) is null) _faults.Add(_node, $"Key '{PathOf(key)}' is missing; it is required.");
        return "";
    }

    /// <summary>A text, or <paramref name="fallback"/> when the key is absent or holds null.</summary>
    public string Text(string key, string fallback) => OptionalText(key) ?? fallback;

    /// <summary>A text, or null when the key is absent or holds null (<c>~</c>, <c>null</c> or nothing, unquoted).</summary>
    public string? OptionalText(string key)
    {
        YamlNode? node = Find(key);
        if (node is null || IsNull(node)) return null;
        if (node is YamlScalarNode scalar) return scalar.Value ?? "";
        _faults.Add(node, $"Key '{PathOf(key)}' holds {Describe(node)}; expected a text.");
        return null;
    }

    /// <summary>A whole number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public int WholeNumber(string key, int fallback, int min = int.MinValue, int max = int.MaxValue) =>
        Parsed(key, fallback, min, max, "a whole number");

    /// <summary>A whole number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public long LongNumber(string key, long fallback, long min = long.MinValue, long max = long.MaxValue) =>
        Parsed(key, fallback, min, max, "a whole number");

    /// <summary>A whole number of at least 0, such as a seed.</summary>
    public ulong Seed(string key, ulong fallback) =>
        Parsed(key, fallback, ulong.MinValue, ulong.MaxValue, "a whole number");

    /// <summary>A finite number within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    public double Number(string key, double fallback, double min = double.MinValue, double max = double.MaxValue) =>
        Parsed(key, fallback, min, max, "a number");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool fallback)
    {
        if (OptionalText(key) is not { } text) return fallback;
        if (bool.TryParse(text, out bool value)) return value;
        return Refused(key, text, "true or false", fallback);
    }

    /// <summary>One of the names of an enum, written like <c>rowWiseAdagrad</c>, <c>row-wise-adagrad</c> or <c>row_wise_adagrad</c>.</summary>
    public T Choice<T>(string key, T fallback) where T : struct, Enum
    {
        if (OptionalText(key) is not { } text) return fallback;
        if (YamlNames.TryParse(text, out T value)) return value;
        string[] legal = YamlNames.All<T>();
        return Refused(key, text, $"one of {string.Join(", ", legal)}", fallback, NearestName.Hint(text, legal));
    }

    /// <summary>One of the names of an enum; the key is required.</summary>
    public T Choice<T>(string key) where T : struct, Enum
    {
        if (Find(key) is null)
            _faults.Add(_node, $"Key '{PathOf(key)}' is missing; expected one of {string.Join(", ", YamlNames.All<T>())}.");
        return Choice(key, default(T));
    }

    /// <summary>A list of texts; a single scalar counts as a list of one.</summary>
    /// <returns>The texts in order, or null when the key is absent.</returns>
    public IReadOnlyList<string>? Texts(string key)
    {
        YamlNode? node = Find(key);
        if (node is null) return null;
        if (node is YamlScalarNode single) return IsNull(single) ? [] : [single.Value ?? ""];
        if (node is YamlSequenceNode list && list.Children.All(c => c is YamlScalarNode))
            return [.. list.Children.Select(c => ((YamlScalarNode)c).Value ?? "")];
        _faults.Add(node, $"Key '{PathOf(key)}' holds {Describe(node)}; expected a list of texts.");
        return null;
    }

    /// <summary>A list of whole numbers within [<paramref name="min"/>, <paramref name="max"/>].</summary>
    /// <returns>The numbers in order; <paramref name="fallback"/> when the key is absent or faulty.</returns>
    public int[] WholeNumbers(string key, int[] fallback, int min = int.MinValue, int max = int.MaxValue)
    {
        if (Texts(key) is not { } texts) return fallback;
        int[] values = new int[texts.Count];
        for (int i = 0; i < values.Length; i++)
        {
            bool good = int.TryParse(texts[i], CultureInfo.InvariantCulture, out values[i]) && values[i] >= min && values[i] <= max;
            if (!good) return Refused(key, texts[i], $"whole numbers{Range(min, max)}", fallback);
        }
        return values;
    }

    /// <summary>The mapping under a key, or null when the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shorthand">If given, a scalar <c>x</c> in place of the mapping is read as <c>{ shorthand: x }</c>.</param>
    public YamlSection? OptionalSection(string key, string? shorthand = null)
    {
        YamlNode? node = Find(key);
        if (node is null || IsNull(node)) return null;
        if (node is YamlMappingNode map) return Opened(map, PathOf(key));
        if (node is YamlScalarNode && shorthand is not null)
            return Opened(new YamlMappingNode(new YamlScalarNode(shorthand), node), PathOf(key));
        _faults.Add(node, $"Key '{PathOf(key)}' holds {Describe(node)}; expected a mapping.");
        return null;
    }

    /// <summary>The mapping under a key; an empty one when the key is absent.</summary>
    public YamlSection Section(string key) => OptionalSection(key) ?? Opened(new YamlMappingNode(), PathOf(key));

    /// <summary>The mappings of the list under a key; none when the key is absent.</summary>
    public IReadOnlyList<YamlSection> Sections(string key)
    {
        YamlNode? node = Find(key);
        if (node is null || IsNull(node)) return [];
        List<YamlSection> sections = [];
        if (node is not YamlSequenceNode list)
        {
            _faults.Add(node, $"Key '{PathOf(key)}' holds {Describe(node)}; expected a list.");
            return [];
        }
        for (int i = 0; i < list.Children.Count; i++)
        {
            if (list.Children[i] is YamlMappingNode map) sections.Add(Opened(map, $"{PathOf(key)}[{i}]"));
            else _faults.Add(list.Children[i], $"Entry {i} of '{PathOf(key)}' is {Describe(list.Children[i])}; expected a mapping.");
        }
        return sections;
    }

    private T Parsed<T>(string key, T fallback, T min, T max, string kind) where T : struct, INumber<T>
    {
        if (OptionalText(key) is not { } text) return fallback;
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool good = T.TryParse(text, styles, CultureInfo.InvariantCulture, out T value) && value >= min && value <= max;
        return good ? value : Refused(key, text, kind + Range(min, max), fallback);
    }

    private T Refused<T>(string key, string came, string expected, T fallback, string hint = "")
    {
        _faults.Add(Find(key)!, $"Key '{PathOf(key)}' is '{came}'; expected {expected}.{hint}");
        return fallback;
    }

    private static string Range<T>(T min, T max) where T : struct, INumber<T>, IFormattable
    {
        bool low = min > T.CreateSaturating(long.MinValue) && min > T.CreateSaturating(int.MinValue);
        bool high = max < T.CreateSaturating(int.MaxValue);
        if (low && high) return string.Create(CultureInfo.InvariantCulture, $" in [{min}, {max}]");
        if (low) return string.Create(CultureInfo.InvariantCulture, $" of at least {min}");
        return high ? string.Create(CultureInfo.InvariantCulture, $" of at most {max}") : "";
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
