using System.Globalization;
using System.Text;

namespace Winnow.Evaluation;

/// <summary>What the checks of a split found.</summary>
public sealed partial record SplitDiagnosis
{
    /// <summary>How it was cut.</summary>
    public required string Protocol { get; init; }

    /// <summary>Its fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Number of users of the log.</summary>
    public required int Users { get; init; }

    /// <summary>Number of items of the log.</summary>
    public required int Items { get; init; }

    /// <summary>Number of events learnt from.</summary>
    public required long TrainingEvents { get; init; }

    /// <summary>Number of validated pairs.</summary>
    public required long ValidationPairs { get; init; }

    /// <summary>Number of judged pairs.</summary>
    public required long JudgedPairs { get; init; }

    /// <summary>Number of judged users.</summary>
    public required int JudgedUsers { get; init; }

    /// <summary>Popularity of what is judged, beside random draws.</summary>
    public required PopularityDivergence Popularity { get; init; }

    /// <summary>The checks, the most telling ones first.</summary>
    public required IReadOnlyList<SplitCheck> Checks { get; init; }

    /// <summary>The worst verdict of all checks.</summary>
    public CheckVerdict Verdict => Checks.Max(c => c.Verdict);

    /// <summary>The verdict in a sentence.</summary>
    public string Summary
    {
        get
        {
            int faults = Checks.Count(c => c.Verdict == CheckVerdict.Fault), warnings = Checks.Count(c => c.Verdict == CheckVerdict.Warning);
            string counted = $"{Count(faults, "fault")}, {Count(warnings, "warning")}";
            if (faults > 0) return $"Do not compare models on this split: {counted}.";
            if (warnings > 0) return $"This split can be used, knowing this: {counted}.";
            int skipped = Checks.Count(c => c.Verdict == CheckVerdict.Skipped);
            return skipped == 0 ? "Nothing speaks against this split." : $"Nothing that could be checked speaks against this split; {Count(skipped, "check")} skipped.";
        }
    }

    /// <summary>The counts, a line a check, and the verdict.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Protocol}\nfingerprint {Fingerprint}\n");
        text.Append(CultureInfo.InvariantCulture, $"{Users:N0} users, {Items:N0} items, {TrainingEvents:N0} training events, {ValidationPairs:N0} validation pairs, ");
        text.Append(CultureInfo.InvariantCulture, $"{JudgedPairs:N0} test pairs of {JudgedUsers:N0} users\n\n");
        int width = Checks.Max(c => c.Name.Length);
        foreach (SplitCheck check in Checks)
            text.Append(CultureInfo.InvariantCulture, $"{Word(check.Verdict),-8} {check.Name.PadRight(width)}  {check.Finding}\n");
        return text.Append('\n').Append(Summary).Append('\n').ToString();
    }

    internal static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "ok",
        CheckVerdict.Skipped => "skipped",
        CheckVerdict.Warning => "WARNING",
        _ => "FAULT",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{(count == 0 ? "no" : count)} {what}s";
}
