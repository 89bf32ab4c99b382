namespace Winnow.Evaluation;

/// <summary>One check of a split.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Finding">What was found, in a sentence with its figures, and what to do where something is wrong.</param>
public sealed record SplitCheck(string Name, CheckVerdict Verdict, string Finding)
{
    /// <summary>The figures behind the finding, by name.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();
}
