namespace Winnow.Serving;

/// <summary>Why an item is in an answer.</summary>
/// <param name="Sources">The recall sources that found it, the best place first.</param>
/// <param name="Stages">Its score and place after each stage that it passed.</param>
/// <param name="Rules">What rules and re-ranking did to it, in words, in order: <c>boost 'summer' × 1.2: place 7 → 4</c>.</param>
/// <param name="Score">What the ranker's score is made of; null if the ranker did not score it.</param>
public sealed record ItemExplanation(
    IReadOnlyList<SourcePlace> Sources, IReadOnlyList<StagePlace> Stages, IReadOnlyList<string> Rules, ScoreExplanation? Score);

/// <summary>Where a recall source had an item.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Place">Its place there, from 1.</param>
/// <param name="Score">Its score there; scores of different sources cannot be compared.</param>
public sealed record SourcePlace(string Source, int Place, float Score);

/// <summary>Where a stage had an item.</summary>
/// <param name="Stage">One of <see cref="StageNames"/>.</param>
/// <param name="Place">Its place after the stage, from 1.</param>
/// <param name="Score">The score the stage ordered by; NaN if it has none.</param>
public sealed record StagePlace(string Stage, int Place, float Score);

/// <summary>A ranker's score as a sum: <see cref="Baseline"/> + Σ <see cref="Terms"/> = <see cref="Logit"/>, up to <see cref="Remainder"/>.</summary>
/// <param name="Method">How the terms came about: <c>exact</c>, <c>integrated gradients (m steps)</c>, or both.</param>
/// <param name="Baseline">The logit of an example without features.</param>
/// <param name="Logit">The logit of this item.</param>
/// <param name="Terms">What each feature adds, the greatest by amount first.</param>
/// <param name="Remainder">Logit − baseline − Σ terms: the error of the numeric integral; 0 if exact.</param>
public sealed record ScoreExplanation(string Method, float Baseline, float Logit, IReadOnlyList<FeatureTerm> Terms, float Remainder);

/// <summary>What a feature adds to a logit.</summary>
/// <param name="Feature">Name of the column.</param>
/// <param name="Value">Its raw value, for people.</param>
/// <param name="Amount">What it adds.</param>
public sealed record FeatureTerm(string Feature, string Value, float Amount);
