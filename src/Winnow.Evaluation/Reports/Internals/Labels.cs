using System.Globalization;

namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Names that fit.</summary>
internal static class Labels
{
    /// <summary>At most <paramref name="length"/> characters, the last an ellipsis if something was cut off.</summary>
    internal static string Cut(string name, int length)
    {
        StringInfo characters = new(name);
        return characters.LengthInTextElements <= length ? name : characters.SubstringByTextElements(0, length - 1) + "…";
    }
}
