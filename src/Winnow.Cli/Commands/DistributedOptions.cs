using System.CommandLine;
using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Store;
using Winnow.Training.Distributed;

namespace Winnow.Cli.Commands;

/// <summary>The options of <c>winnow train</c> that share a run among workers.</summary>
internal sealed class DistributedOptions
{
    private readonly Option<string?> _store = new("--store")
    {
        Description = "Train with several workers whose parameters lie in Redis with the Winnow module, a server or a cluster; `winnow store up` starts one. "
            + "Settings after '?', for example redis://HOST:PORT?replicas=1.",
        HelpName = "URL",
    };

    private readonly Option<int?> _workers = new("--workers") { Description = "Worker processes on this machine, 0 if all are elsewhere. Default: 1.", HelpName = "N" };

    private readonly Option<string?> _sync = new("--sync")
    {
        Description = "How workers keep step. bsp: together, the same bytes for any number of them (default); ssp: at most --staleness batches apart; asp: each for itself; "
            + "dc-asgd: as asp, late gradients corrected; hybrid: layers as in bsp, rows pulled without waiting.",
        HelpName = "bsp|ssp|asp|dc-asgd|hybrid",
    };

    private readonly Option<int?> _staleness = new("--staleness") { Description = "ssp: batches a worker may be ahead of the oldest unfinished one. Default: 8.", HelpName = "N" };

    private readonly Option<float?> _lambda = new("--lambda") { Description = "dc-asgd: strength of the correction. Default: 2, or 0.04 with --form constant.", HelpName = "X" };

    private readonly Option<string?> _form = new("--form") { Description = "dc-asgd: form of the correction. Default: adaptive.", HelpName = "adaptive|constant" };

    private readonly Option<int?> _shards = new("--shards") { Description = "Shards a table is cut into, 1 … 256; they are spread over the nodes. Default: 8.", HelpName = "N" };

    private readonly Option<int?> _replicas = new("--replicas") { Description = "Replicas that must hold an update before its work counts as done. Default: 0.", HelpName = "N" };

    private readonly Option<bool> _keep = new("--keep") { Description = "Leave the run in the store when the model is written." };

    private readonly Option<string?> _join = new("--join") { Description = "Only work for the run of this name, which its coordinator prints; also from other hosts.", HelpName = "RUN" };

    private readonly Option<bool> _tell = new("--tell") { Description = "Tell the coordinator on standard output how it goes, and end with standard input.", Hidden = true };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_store, _workers, _sync, _staleness, _lambda, _form, _shards, _replicas, _keep, _join, _tell];

    /// <summary>What a command line asks for; null: one process without a store.</summary>
    /// <exception cref="ArgumentException">The options do not go together.</exception>
    public DistributedSettings? Read(ParseResult arguments)
    {
        if (arguments.GetValue(_store) is not { } store)
        {
            Option? lonely = All.FirstOrDefault(o => arguments.GetResult(o) is { Implicit: false });
            return lonely is null ? null : throw new ArgumentException(
                $"{lonely.Name} needs a parameter store. Start one on this machine with `winnow store up` and name it, for example --store redis://127.0.0.1:7000.");
        }

        RedisAddress address = RedisAddress.Parse(store);
        if (arguments.GetValue(_replicas) is { } replicas) address = address with { Replicas = NotNegative("--replicas", replicas) };
        return new DistributedSettings
        {
            Address = address,
            StoreText = store,
            Replicas = arguments.GetValue(_replicas),
            Sync = Sync(arguments),
            SyncWords = SyncWords(arguments),
            Workers = NotNegative("--workers", arguments.GetValue(_workers) ?? 1),
            Keep = arguments.GetValue(_keep),
            Join = arguments.GetValue(_join),
            Tells = arguments.GetValue(_tell),
        };
    }

    private List<string> SyncWords(ParseResult arguments)
    {
        List<string> words = [];
        foreach (Option option in (ReadOnlySpan<Option>)[_sync, _staleness, _lambda, _form])
            if (arguments.GetResult(option) is { Implicit: false } given) words.AddRange([option.Name, .. given.Tokens.Select(t => t.Value)]);
        return words;
    }

    private SyncOptions Sync(ParseResult arguments)
    {
        string word = arguments.GetValue(_sync) ?? "bsp";
        if (!YamlNames.TryParse(word, out SyncMode mode)) throw new ArgumentException($"--sync is '{word}'; expected bsp, ssp, asp, dc-asgd or hybrid.");
        Only(arguments, _staleness, mode == SyncMode.Ssp, "ssp");
        Only(arguments, _lambda, mode == SyncMode.DcAsgd, "dc-asgd");
        Only(arguments, _form, mode == SyncMode.DcAsgd, "dc-asgd");
        SyncOptions usual = new();
        string form = arguments.GetValue(_form) ?? "adaptive";
        if (form is not ("adaptive" or "constant")) throw new ArgumentException($"--form is '{form}'; expected adaptive or constant.");
        DelayCompensation compensation = form == "adaptive" ? usual.Compensation : new() { Form = DelayCompensationForm.Constant };
        int shards = arguments.GetValue(_shards) ?? usual.Shards;
        if (shards is < 1 or > 256) throw new ArgumentException($"--shards is {shards}; expected 1 to 256.");
        return new SyncOptions
        {
            Mode = mode,
            Staleness = NotNegative("--staleness", arguments.GetValue(_staleness) ?? usual.Staleness),
            Compensation = arguments.GetValue(_lambda) is { } lambda ? compensation with { Lambda = lambda } : compensation,
            Shards = shards,
        };
    }

    private static void Only(ParseResult arguments, Option option, bool fits, string mode)
    {
        if (!fits && arguments.GetResult(option) is { Implicit: false }) throw new ArgumentException($"{option.Name} is for --sync {mode}.");
    }

    private static int NotNegative(string option, int value) => value >= 0 ? value : throw new ArgumentException($"{option} is {value}; expected at least 0.");
}
