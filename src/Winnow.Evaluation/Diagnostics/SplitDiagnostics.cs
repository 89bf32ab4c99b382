using Winnow.Data;
using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>Finds what is wrong with a split before models are judged on it.</summary>
public static class SplitDiagnostics
{
    /// <summary>Checks a split: popularity against random draws, leaks of pairs and of time, cold users and items, users left out,
    /// negatives, content.</summary>
    /// <param name="split">The split.</param>
    /// <param name="options">Draws, levels, what is expected; null: the defaults.</param>
    /// <exception cref="ArgumentException">Nothing is judged in the split, or an option is out of its range.</exception>
    /// <remarks>The popularity check is a permutation test (Ernst, Statistical Science 19, 2004). After the diagnosis of the split
    /// of SpectralCF by Ferrari Dacrema et al., ACM TOIS 39(2), 2021, appendix. O(events + draws · judged pairs) time.</remarks>
    public static SplitDiagnosis Check(InteractionSplit split, SplitDiagnosticsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        options ??= new SplitDiagnosticsOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Draws, 19);
        if (!(options.Significance > 0 && options.Significance < 1)) throw new ArgumentOutOfRangeException(nameof(options), options.Significance, "The level of significance must lie between 0 and 1.");
        if (split.Test.Users.Count == 0) throw new ArgumentException("The test part of this split judges no user. Hold out more.", nameof(split));
        PopularityDivergence popularity = PopularityComparison.Of(split, options);
        return new SplitDiagnosis
        {
            Protocol = split.Protocol,
            Fingerprint = split.Fingerprint,
            Users = split.Train.Users.Count,
            Items = split.Train.Items.Count,
            TrainingEvents = split.Train.Count,
            ValidationPairs = split.Validation?.Relevant.Entries ?? 0,
            JudgedPairs = split.Test.Relevant.Entries,
            JudgedUsers = split.Test.Users.Count,
            Popularity = popularity,
            Checks =
            [
                PopularityCheck.Of(split, popularity, options),
                OrderCheck.Of(split),
                PairChecks.Leaks(split),
                TimeCheck.Of(split, options),
                PairChecks.Negatives(split),
                ColdChecks.Items(split, popularity, options),
                ColdChecks.Users(split),
                PairChecks.DroppedUsers(split),
                PairChecks.Repeats(split),
                .. ContentCheck.Of(split),
            ],
        };
    }
}
