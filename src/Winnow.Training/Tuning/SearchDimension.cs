using System.Globalization;

namespace Winnow.Training.Tuning;

/// <summary>One setting that a search varies: its name and the values it may take.</summary>
/// <param name="Name">The setting, as a recipe names it: <c>topK</c>.</param>
/// <remarks>A value is a place u in [0, 1], which <see cref="Text"/> turns into what a recipe would say. Places that give the same text are one
/// value; <see cref="Canonical"/> is its middle.</remarks>
public abstract record SearchDimension(string Name)
{
    /// <summary>Number of coordinates in the space that the surrogate sees: 1, or one for each choice.</summary>
    public virtual int Coordinates => 1;

    /// <summary>The value at a place, as a recipe would say it.</summary>
    /// <param name="place">In [0, 1].</param>
    public abstract string Text(double place);

    /// <summary>The one place that stands for the value at <paramref name="place"/>.</summary>
    public virtual double Canonical(double place) => place;

    /// <summary>Writes the coordinates of the value at a place.</summary>
    /// <param name="place">In [0, 1].</param>
    /// <param name="coordinates">Shape [<see cref="Coordinates"/>], each in [0, 1].</param>
    public virtual void Embed(double place, Span<double> coordinates) => coordinates[0] = Canonical(place);

    /// <summary>What is wrong with the range; empty: nothing.</summary>
    internal abstract string Fault { get; }

    /// <summary>The range as text, part of what a record of trials is recognised by.</summary>
    internal abstract string Range { get; }

    /// <summary>Written with the fewest digits that read back to the same float, which is what recipes keep.</summary>
    private protected static string Write(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A whole number, uniform over [<paramref name="Least"/>, <paramref name="Most"/>], or over its logarithm.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Most">Largest value.</param>
/// <param name="Logarithmic">Whether the logarithm is uniform; <paramref name="Least"/> must be at least 1 then.</param>
public sealed record IntegerDimension(string Name, int Least, int Most, bool Logarithmic = false) : SearchDimension(Name)
{
    /// <inheritdoc/>
    public override string Text(double place) => Value(place).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override double Canonical(double place)
    {
        if (Least == Most) return 0.5;
        int value = Value(place);
        return Logarithmic ? Math.Log((value + 0.0) / Least) / Math.Log((double)Most / Least) : (value - Least) / ((double)Most - Least);
    }

    /// <inheritdoc/>
    internal override string Fault => Least > Most ? $"{Name} runs from {Least} to {Most}" : Logarithmic && Least < 1 ? $"{Name} is logarithmic and begins at {Least}, below 1" : "";

    /// <inheritdoc/>
    internal override string Range => string.Create(CultureInfo.InvariantCulture, $"integer [{Least}, {Most}]{(Logarithmic ? " log" : "")}");

    private int Value(double place)
    {
        double exact = Logarithmic ? Least * Math.Pow((double)Most / Least, place) : Least + place * ((double)Most - Least);
        return (int)Math.Clamp(Math.Round(exact), Least, Most);
    }
}

/// <summary>A number, uniform over [<paramref name="Least"/>, <paramref name="Most"/>], or over its logarithm.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Most">Largest value.</param>
/// <param name="Logarithmic">Whether the logarithm is uniform; <paramref name="Least"/> must be above 0 then.</param>
public sealed record RealDimension(string Name, double Least, double Most, bool Logarithmic = false) : SearchDimension(Name)
{
    /// <inheritdoc/>
    public override string Text(double place) => Write(Value(place));

    /// <inheritdoc/>
    internal override string Fault => !(Least <= Most) || !double.IsFinite(Most - Least)
        ? $"{Name} runs from {Least} to {Most}"
        : Logarithmic && Least <= 0 ? $"{Name} is logarithmic and begins at {Least}, not above 0" : "";

    /// <inheritdoc/>
    internal override string Range => string.Create(CultureInfo.InvariantCulture, $"real [{Least:R}, {Most:R}]{(Logarithmic ? " log" : "")}");

    /// <summary>The value at a place.</summary>
    public double Value(double place) =>
        Math.Clamp(Logarithmic ? Least * Math.Pow(Most / Least, place) : Least + place * (Most - Least), Least, Most);
}

/// <summary>One of several words, all equally likely.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Choices">The words, distinct, at least one.</param>
public sealed record ChoiceDimension(string Name, IReadOnlyList<string> Choices) : SearchDimension(Name)
{
    /// <inheritdoc/>
    public override int Coordinates => Choices.Count;

    /// <inheritdoc/>
    public override string Text(double place) => Choices[Index(place)];

    /// <inheritdoc/>
    public override double Canonical(double place) => (Index(place) + 0.5) / Choices.Count;

    /// <summary>One coordinate a choice: no choice is between two others.</summary>
    public override void Embed(double place, Span<double> coordinates)
    {
        coordinates.Clear();
        coordinates[Index(place)] = 1;
    }

    /// <inheritdoc/>
    internal override string Fault => Choices.Count == 0 ? $"{Name} has no choices" : Choices.Distinct(StringComparer.Ordinal).Count() < Choices.Count ? $"{Name} has a choice twice" : "";

    /// <inheritdoc/>
    internal override string Range => $"choice [{string.Join(", ", Choices)}]";

    private int Index(double place) => Math.Min((int)(place * Choices.Count), Choices.Count - 1);
}
