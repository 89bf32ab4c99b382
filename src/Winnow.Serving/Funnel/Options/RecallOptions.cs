namespace Winnow.Serving;

/// <summary>How candidates are found: by several sources, each with its share.</summary>
public sealed record RecallOptions
{
    /// <summary>Candidates wanted from all sources together, at least 1. Default 500.</summary>
    public int Candidates { get; init; } = 500;

    /// <summary>The sources, at most 64. Each gets its quota first, in this order; what stays free is filled in turns.</summary>
    public IReadOnlyList<RecallSourceOptions> Sources { get; init; } = [new PopularSourceOptions()];
}

/// <summary>A source of candidates.</summary>
public abstract record RecallSourceOptions
{
    /// <summary>Name in reports, unique in the funnel; empty: that of its kind.</summary>
    public string Name { get; init; } = "";

    /// <summary>Candidates it may bring before others get a second turn, at least 1. Default 100.</summary>
    public int Quota { get; init; } = 100;

    /// <summary><see cref="Name"/>, or the word of its kind.</summary>
    public string EffectiveName => Name.Length > 0 ? Name : FunnelSection.Source.NameOf(this);
}

/// <summary>The items that most users took. Always in memory; the last resort when nothing else answers.</summary>
public sealed record PopularSourceOptions : RecallSourceOptions;

/// <summary>A model directory and what is drawn from it.</summary>
public abstract record ModelSourceOptions : RecallSourceOptions
{
    /// <summary>Directory that <c>winnow train</c> wrote for a recommender.</summary>
    public string Model { get; init; } = "";
}

/// <summary>The items whose vectors are nearest to the user's, by a two-tower or factor model and an index.</summary>
public sealed record TowersSourceOptions : ModelSourceOptions
{
    /// <summary>How the nearest vectors are found. Default <see cref="VectorIndexKind.Hnsw"/>.</summary>
    public VectorIndexKind Index { get; init; }

    /// <summary>Candidates kept during a search of the graph [ef], at least 1. More: better recall, slower. Default 400.</summary>
    public int SearchCandidates { get; init; } = 400;

    /// <summary>Links a node of the graph chooses [M], in [2, 128]. Default 16.</summary>
    public int Links { get; init; } = 16;

    /// <summary>Candidates kept while the graph is built [efConstruction]. Default 200.</summary>
    public int BuildCandidates { get; init; } = 200;

    /// <summary>Share of the live queries that are compared with the exact answer, in [0, 1]. Default 0.01.</summary>
    public double Audit { get; init; } = 0.01;
}

/// <summary>Items like those the user took last, from lists that were made when the release was packed.</summary>
public sealed record SimilarItemsSourceOptions : ModelSourceOptions
{
    /// <summary>Neighbours kept of each item, at least 1. Default 100.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>Items of the history that are looked up, the last ones, at least 1. Default 20.</summary>
    public int Recent { get; init; } = 20;
}

/// <summary>Any recommender, asked to score the whole catalogue: for small ones.</summary>
public sealed record RecommenderSourceOptions : ModelSourceOptions;

/// <summary>How the nearest vectors are found.</summary>
public enum VectorIndexKind
{
    /// <summary>A graph, memory-mapped: approximate, fast, audited.</summary>
    Hnsw,

    /// <summary>Every vector is looked at, in float32.</summary>
    Exact,

    /// <summary>Every vector is looked at, in bytes; the best are scored again in float32.</summary>
    ExactInt8,
}
