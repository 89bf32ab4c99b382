namespace Winnow.Serving;

/// <summary>Puts the words of a degradation into one of few classes, so that metrics have few series whatever the words are.</summary>
internal static class DegradationReason
{
    /// <summary>The class of a report's words.</summary>
    public static string Of(string words) =>
        Has(words, "budget") || Has(words, "late") ? "over budget"
        : Has(words, "left out") || Has(words, "again and again") ? "left out"
        : Has(words, "store") ? "store"
        : "failed";

    private static bool Has(string words, string word) => words.Contains(word, StringComparison.OrdinalIgnoreCase);
}
