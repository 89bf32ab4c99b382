using System.CommandLine;

namespace Winnow.Cli.Commands;

/// <summary>Options that mean the same in every verb.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>: one JSON document on standard output and nothing else there.</summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else there.",
    };

    /// <summary><c>--threads N</c>: null means what the recipe says, else all cores.</summary>
    public static Option<int?> Threads() => new("--threads")
    {
        Description = "Threads to compute with; results do not depend on it. Default: all cores.",
        HelpName = "N",
    };

    /// <summary><c>--seed N</c>.</summary>
    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "Seed of every random choice; same recipe, data and seed give the same bytes.",
        HelpName = "N",
    };

    /// <summary><c>--set key=value</c>, any number of times.</summary>
    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override one key of the recipe, for example --set training.epochs=3. May be repeated.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    /// <summary><c>--max-bad-rows X</c>: share of rows.</summary>
    public static Option<double?> MaxBadRows() => new("--max-bad-rows")
    {
        Description = "Largest share of malformed rows to tolerate, for example 0.01; they are counted and reported. Default: 0.001.",
        HelpName = "SHARE",
    };
}
