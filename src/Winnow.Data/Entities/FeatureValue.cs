using System.Globalization;

namespace Winnow.Data;

/// <summary>One raw feature of a user, an item or a request: a text, a number or a list of texts. The default value is "missing".</summary>
/// <remarks>Raw means: before a <see cref="FeaturePlan"/>. What a text or number becomes is the plan's to say, in training and serving alike.</remarks>
public readonly struct FeatureValue : IEquatable<FeatureValue>
{
    private readonly object? _value;          // null, string, double or string[]

    private FeatureValue(object? value) => _value = value;

    /// <summary>What it holds.</summary>
    public FeatureKind Kind => _value switch
    {
        null => FeatureKind.Missing,
        string => FeatureKind.Text,
        double => FeatureKind.Number,
        _ => FeatureKind.List,
    };

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing => _value is null;

    /// <summary>A text; null or empty is missing.</summary>
    public static FeatureValue Text(string? value) => new(string.IsNullOrEmpty(value) ? null : value);

    /// <summary>A number; NaN is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite.</exception>
    public static FeatureValue Number(double value)
    {
        if (double.IsInfinity(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A feature is a finite number, or NaN where it is missing.");
        return new FeatureValue(double.IsNaN(value) ? null : value);
    }

    /// <summary>A list of texts, in order; an empty list is a value, not missing.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public static FeatureValue List(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Contains(null!)) throw new ArgumentException("A text of the list is null; leave it out.", nameof(values));
        return new FeatureValue((string[])[.. values]);
    }

    /// <summary>The texts in it: those of a list, the text itself, a number in its shortest form, none if missing.</summary>
    public IReadOnlyList<string> Texts => _value switch
    {
        null => [],
        string[] list => list,
        string text => [text],
        _ => [((double)_value).ToString("R", CultureInfo.InvariantCulture)],
    };

    /// <summary>Whether it is a list.</summary>
    public bool IsList => _value is string[];

    /// <summary>The number, if it is one or a text that reads as a finite one; else false.</summary>
    public bool TryNumber(out double number)
    {
        if (_value is double value)
        {
            number = value;
            return true;
        }
        return double.TryParse(_value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>Sets the value in the record that is being built; a missing one sets nothing.</summary>
    /// <exception cref="ArgumentException">The schema reads no column of this name.</exception>
    public void SetIn(RecordBuilder record, string name)
    {
        ArgumentNullException.ThrowIfNull(record);
        switch (_value)
        {
            case null: break;
            case string text: record.Set(name, text); break;
            case double number: record.Set(name, number); break;
            default: record.Set(name, (string[])_value); break;
        }
    }

    /// <inheritdoc/>
    public bool Equals(FeatureValue other) =>
        _value is string[] list ? other._value is string[] others && list.AsSpan().SequenceEqual(others) : Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeatureValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is string[] list ? list.Length : _value?.GetHashCode() ?? 0;

    /// <summary>For people: the text, the number, or the list with commas.</summary>
    public override string ToString() => string.Join(", ", Texts);

    /// <summary>Equal kind and value.</summary>
    public static bool operator ==(FeatureValue left, FeatureValue right) => left.Equals(right);

    /// <summary>Other kind or value.</summary>
    public static bool operator !=(FeatureValue left, FeatureValue right) => !left.Equals(right);
}
