namespace Winnow.Serving;

/// <summary>Puts the words of a degradation into one of few classes, so that metrics have few series whatever the words are.</summary>
internal static class DegradationReason
{
    /// <summary>The class of a report's words.</summary>
    public static string Of(string words) =>
        Has(words, "feature store") ? "store"
        : Has(words, "threw") ? "failed"
        : Has(words, "left out") || Has(words, "earlier runs") ? "left out"
        : Has(words, "budget") || Has(words, "no time was left") ? "over budget"
        : "failed";

    private static bool Has(string words, string word) => words.Contains(word, StringComparison.OrdinalIgnoreCase);
}
