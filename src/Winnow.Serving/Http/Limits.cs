namespace Winnow.Serving.Http;

/// <summary>What a request may hold. More is refused with 400 or 413, never cut.</summary>
public static class Limits
{
    /// <summary>Bytes of a body.</summary>
    public const int BodyBytes = 1 << 20;

    /// <summary>Bytes of the line with method and address.</summary>
    public const int RequestLineBytes = 8 << 10;

    /// <summary>Bytes of all headers.</summary>
    public const int HeaderBytes = 16 << 10;

    /// <summary>Items wanted.</summary>
    public const int Count = 500;

    /// <summary>Candidates to rank.</summary>
    public const int Candidates = 2_000;

    /// <summary>Ids to leave out.</summary>
    public const int Exclude = 5_000;

    /// <summary>Features in one object.</summary>
    public const int Features = 256;

    /// <summary>Texts in one feature.</summary>
    public const int FeatureList = 1_024;

    /// <summary>Characters of an id.</summary>
    public const int IdLength = 256;

    /// <summary>Characters of any other text.</summary>
    public const int TextLength = 4_096;

    /// <summary>Events in one body.</summary>
    public const int Events = 1_000;

    /// <summary>Depth of nesting of JSON.</summary>
    public const int JsonDepth = 16;

    /// <summary>What is wrong with a text; null: nothing.</summary>
    internal static string? TextFault(string text) =>
        text.Length > TextLength ? $"has {text.Length} characters; at most {TextLength} are allowed"
        : text.Contains('\0', StringComparison.Ordinal) ? "has a zero character, which stores cannot keep" : null;

    /// <summary>What is wrong with an id; null: nothing.</summary>
    internal static string? IdFault(string id)
    {
        if (id.Length == 0) return "is empty; leave it out or give an id";
        if (id.Length > IdLength) return $"has {id.Length} characters; at most {IdLength} are allowed";
        foreach (char c in id)
            if (char.IsControl(c)) return "has a control character";
        return null;
    }
}
