using Winnow.Cli.Terminal;
using Winnow.Data;

namespace Winnow.Cli;

/// <summary>Finds the split that a user means: a folder, a data set of the catalogue, a file, or two.</summary>
internal static class SplitTarget
{
    /// <summary>Opens a split, cutting it where it is not split yet.</summary>
    /// <param name="name">Name of a data set, folder or file.</param>
    /// <param name="test">Test file that belongs to the file; null: there is none.</param>
    /// <param name="rule">How to cut; null: by time where it is known, else at random.</param>
    /// <param name="seed">Seed of the cut.</param>
    /// <param name="format">How files are written.</param>
    /// <param name="output">Told what was chosen.</param>
    /// <exception cref="FileNotFoundException">There is nothing of that name.</exception>
    /// <exception cref="ArgumentException">A rule came for what is split already.</exception>
    public static InteractionSplit Open(string name, string? test, string? rule, ulong seed, InteractionFormat format, Output output)
    {
        if (test is not null) return Split(rule, $"{name} and {test} are", () => SplitFiles.Read(name, test, format));
        if (Directory.Exists(name)) return Split(rule, $"'{name}' is", () => InteractionSplit.Load(name));
        DatasetStore store = new();
        if (PublishedSplits.Names.Contains(name)) return Split(rule, $"'{name}' is", () => PublishedSplits.Load(name, store));
        if (PublishedLogs.Names.Contains(name)) return Cut(PublishedLogs.Load(name, store), rule, seed, output);
        if (!File.Exists(name))
        {
            throw new FileNotFoundException($"'{name}' is neither a file, nor a folder, nor a data set of interactions of the catalogue "
                + $"({string.Join(", ", PublishedSplits.Names.Concat(PublishedLogs.Names))}).", name);
        }
        Interactions log = InteractionsFile.Read([name], format, options: null, out InteractionReadReport report);
        output.Say($"{name}: {report}");
        return Cut(log, rule, seed, output);
    }

    private static InteractionSplit Split(string? rule, string what, Func<InteractionSplit> open) => rule is null ? open()
        : throw new ArgumentException($"{what} split already; --split {rule} cannot cut that again. Leave it out.");

    private static InteractionSplit Cut(Interactions log, string? rule, ulong seed, Output output)
    {
        SplitRule chosen = rule is not null ? SplitRule.Parse(rule) : log.Times.IsEmpty ? new RandomHoldOut() : new GlobalTime();
        if (rule is null) output.Say($"Cut by '{chosen}'; --split names another rule.");
        return chosen.Split(log, seed);
    }
}
