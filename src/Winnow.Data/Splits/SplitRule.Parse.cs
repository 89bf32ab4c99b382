using System.Globalization;

namespace Winnow.Data;

public abstract partial record SplitRule
{
    /// <summary>What <see cref="Parse"/> understands, for messages and help.</summary>
    public const string Syntax = "leaveOneOut[:last|:random], randomHoldOut[:SHARE[:all]], globalTime[:SHARE], userHoldOut:VALIDATION,TEST[:FOLDIN], kFold:FOLDS:FOLD";

    /// <summary>Reads a rule from a short text, as command lines have it: <c>leaveOneOut:random</c>, <c>randomHoldOut:0.2</c> (of each
    /// user; <c>:all</c> of all events), <c>globalTime:0.1</c>, <c>userHoldOut:100,100</c>, <c>kFold:5:0</c>.</summary>
    /// <param name="text">The text; capitals do not matter.</param>
    /// <exception cref="FormatException">The text is no rule; the message shows what is.</exception>
    public static SplitRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':', StringSplitOptions.TrimEntries);
        string option = parts.Length > 1 ? parts[1] : "";
        return (parts[0].ToUpperInvariant(), parts.Length) switch
        {
            ("LEAVEONEOUT", 1) => new LeaveOneOut(),
            ("LEAVEONEOUT", 2) when Enum.TryParse(option, ignoreCase: true, out LeftOut which) && Enum.IsDefined(which) => new LeaveOneOut(which),
            ("RANDOMHOLDOUT", 1) => new RandomHoldOut(),
            ("RANDOMHOLDOUT", 2) => new RandomHoldOut(Share(option, text)),
            ("RANDOMHOLDOUT", 3) when parts[2].Equals("all", StringComparison.OrdinalIgnoreCase) => new RandomHoldOut(Share(option, text), PerUser: false),
            ("GLOBALTIME", 1) => new GlobalTime(),
            ("GLOBALTIME", 2) => new GlobalTime(Share(option, text)),
            ("USERHOLDOUT", 2 or 3) when option.Split(',') is [var validation, var test] =>
                new UserHoldOut(Number(validation, text), Number(test, text), parts.Length == 3 ? Share(parts[2], text) : 0.8),
            ("KFOLD", 3) => new KFold(Number(option, text), Number(parts[2], text)),
            _ => throw Refused(text),
        };
    }

    private static double Share(string text, string whole) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share > 0 && share < 1 ? share : throw Refused(whole);

    private static int Number(string text, string whole) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Refused(whole);

    private static FormatException Refused(string text) => new($"'{text}' is no split rule. Expected one of: {Syntax}; shares lie between 0 and 1.");
}
