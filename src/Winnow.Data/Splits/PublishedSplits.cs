using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Splits as their authors published them: the files that published figures were measured on.</summary>
/// <remarks>Training is the whole published training file and there is no validation part: cut one from training with
/// <see cref="InteractionSplit.WithValidation"/>. Figures of the RecSys 2019 study were measured after fitting on all of it.</remarks>
public static class PublishedSplits
{
    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Catalogue.All.Where(d => d.Interactions?.IsSplit == true).Select(d => d.Name)];

    /// <summary>Loads a split and checks that it is what its publisher describes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="store">Finds and checks the files.</param>
    /// <param name="asPublished">Whether the oddities stay that published figures were measured with: test and training items among
    /// the negatives. False takes those out. <see cref="SplitOddities"/> counts them either way.</param>
    /// <exception cref="ArgumentException">There is no such split; the message names the nearest.</exception>
    /// <exception cref="DatasetUnavailableException">A file is not here, or not the one of the catalogue.</exception>
    /// <exception cref="BadDataException">A file is malformed, or its counts are not the published ones.</exception>
    public static InteractionSplit Load(string name, DatasetStore store, bool asPublished = true)
    {
        ArgumentNullException.ThrowIfNull(store);
        Dataset dataset = Catalogue.Get(name);
        if (dataset.Interactions is not { IsSplit: true } set)
            throw new ArgumentException($"Data set '{name}' is not published as a split of interactions. Published splits: {string.Join(", ", Names)}.", nameof(name));
        CsrMatrix? features = dataset.Splits.Any(s => s.Name == FeatureFile.Part) ? FeatureFile.Read(dataset, store) : null;
        Interactions train = ReadPart(dataset, "train", store, features), test = ReadPart(dataset, "test", store, features);
        CsrMatrix? negatives = set.NegativesPerUser == 0 ? null : NegativesFile.Read(dataset, store, test);
        if (!asPublished) negatives = Cleaned(negatives, train, test);
        string protocol = $"{name}: {set.Protocol}{(asPublished || negatives is null ? "" : ", cleaned")}";
        return InteractionSplit.Of(protocol, train, null, JudgedUsers.Of(train.ByUser, test, negatives, dropKnown: false)) with { TestEvents = test };
    }

    private static Interactions ReadPart(Dataset dataset, string name, DatasetStore store, CsrMatrix? features)
    {
        InteractionPart part = dataset.Interactions!.Parts.First(p => p.Name == name);
        Interactions read = CatalogueLogs.Read(dataset, part, store, features, out _);
        if (read.ByUser.Entries != read.Count)
            throw new BadDataException($"Part '{name}' of '{dataset.Name}' repeats {read.Count - read.ByUser.Entries} pairs; a published split has each once.");
        return read;
    }

    private static CsrMatrix? Cleaned(CsrMatrix? negatives, Interactions train, Interactions test) =>
        negatives is null ? null : MatrixRows.Without(MatrixRows.Without(negatives, train.ByUser), test.ByUser);
}
