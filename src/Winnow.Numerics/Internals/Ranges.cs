namespace Winnow.Numerics;

/// <summary>Checks of options: each returns the value or says what range it must lie in.</summary>
internal static class Ranges
{
    public static float NotNegative(float value, string name) =>
        value >= 0 && float.IsFinite(value) ? value : throw Outside(value, name, "a finite number, not negative");

    public static float Positive(float value, string name) =>
        value > 0 && float.IsFinite(value) ? value : throw Outside(value, name, "a finite number above 0");

    public static float BelowOne(float value, string name) =>
        value is >= 0 and < 1 ? value : throw Outside(value, name, "in [0, 1)");

    public static long Positive(long value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");

    private static ArgumentOutOfRangeException Outside(float value, string name, string range) =>
        new(name, value, $"{name} must be {range}.");
}
