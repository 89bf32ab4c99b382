using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Laboratory;

/// <summary>The interactions a recipe names, cut as it says.</summary>
public static class RecommenderData
{
    /// <summary>Loads and cuts, everything but the test part being for training: what a model that is judged is fitted on.</summary>
    /// <param name="data">Where the interactions come from.</param>
    /// <param name="rule">How they are cut; null for a published split.</param>
    /// <param name="seed">Seed of the cut.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <exception cref="DatasetUnavailableException">The data set is neither here nor to be downloaded.</exception>
    /// <exception cref="IOException">A file is not there.</exception>
    /// <exception cref="ArgumentException">The rule does not fit the data.</exception>
    public static InteractionSplit Load(InteractionDataOptions data, SplitRule? rule, ulong seed, DatasetStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Split.Length > 0) return PublishedSplits.Load(data.Split, store ?? new DatasetStore());
        return ((rule ?? new LeaveOneOut()) with { Validation = false }).Split(ReadLog(data, store), seed);
    }

    /// <summary>Loads and cuts with a validation part: what is tuned on. The test part is that of <see cref="Load"/>.</summary>
    /// <inheritdoc cref="Load"/>
    /// <param name="data">Where the interactions come from.</param>
    /// <param name="rule">How they are cut; null for a published split.</param>
    /// <param name="validation">How the validation part is cut from the training part; null: by the same rule, or, of a published split, one random
    /// event a user where it ranks negatives, else a fifth of each user's events.</param>
    /// <param name="againstNegatives">Whether validation ranks against the negatives of the test part, where it has them.</param>
    /// <param name="seed">Seed of the cut.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    public static InteractionSplit LoadForTuning(
        InteractionDataOptions data, SplitRule? rule, SplitRule? validation, bool againstNegatives, ulong seed, DatasetStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Split.Length == 0 && validation is null) return ((rule ?? new LeaveOneOut()) with { Validation = true }).Split(ReadLog(data, store), seed);
        InteractionSplit split = Load(data, rule, seed, store);
        bool hasNegatives = split.Test.Negatives is not null;
        return split.WithValidation(validation ?? (hasNegatives ? new LeaveOneOut(LeftOut.Random) : new RandomHoldOut()), seed, againstNegatives && hasNegatives);
    }

    /// <summary>Loads a log and does not cut it; repeats are dealt with first, then it is filtered.</summary>
    internal static Interactions ReadLog(InteractionDataOptions data, DatasetStore? store)
    {
        bool named = data.Name.Length > 0;
        Interactions log = named ? PublishedLogs.Load(data.Name, store ?? new DatasetStore()) : ReadFiles(data);
        IReadOnlyList<InteractionFilter> filters = data.Filter.ToFilters();
        if (named && data.Repeats != RepeatRule.Keep) filters = [new OnePerPair(data.Repeats), .. filters];
        return WithContent(filters.Count == 0 ? log : InteractionFilter.Apply(log, filters).Log, data, store ?? new DatasetStore());
    }

    private static Interactions WithContent(Interactions log, InteractionDataOptions data, DatasetStore store)
    {
        if (data.ItemFeatures.Count == 0 && data.UserFeatures.Count == 0) return log;
        CsrMatrix? items = data.ItemFeatures.Count == 0 ? log.ItemFeatures : EntityMatrix.Of(PublishedEntities.Items(data.Name, store), log.Items, data.ItemFeatures);
        CsrMatrix? users = data.UserFeatures.Count == 0 ? log.UserFeatures : EntityMatrix.Of(PublishedEntities.Users(data.Name, store), log.Users, data.UserFeatures);
        return log.With(items, users);
    }

    private static Interactions ReadFiles(InteractionDataOptions data)
    {
        InteractionFormat format = new()
        {
            Layout = data.Layout, User = data.User, Item = data.Item,
            Value = data.Value.Length > 0 ? data.Value : null, Time = data.Time.Length > 0 ? data.Time : null,
        };
        BadRowLog badRows = new(data.MaxBadRows == 0 ? BadRowLimit.None : BadRowLimit.Default with { Fraction = data.MaxBadRows });
        return InteractionsFile.Read(data.Files, format, new InteractionReadOptions { Repeats = data.Repeats, BadRows = badRows }, out _);
    }
}
