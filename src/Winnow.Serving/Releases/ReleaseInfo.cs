namespace Winnow.Serving;

/// <summary>What <c>release.json</c> tells of a release.</summary>
public sealed record ReleaseInfo
{
    /// <summary>Name and version: the name it was packed under and a fingerprint of everything in it. Same inputs, same name.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the library that packed it.</summary>
    public required string Library { get; init; }

    /// <summary>The funnel, every default written out.</summary>
    public required FunnelOptions Funnel { get; init; }

    /// <summary>Number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Number of users.</summary>
    public required int Users { get; init; }

    /// <summary>Names of the features that items have: columns of a ranking model that read one of these belong to the item.</summary>
    public required IReadOnlyList<string> ItemFeatures { get; init; }

    /// <summary>Features that can be asked for each candidate.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>Length of the vectors by which items are alike; 0: there are none.</summary>
    public required int VectorDimension { get; init; }

    /// <summary>The models in it, recall sources first.</summary>
    public required IReadOnlyList<PackedModel> Models { get; init; }
}

/// <summary>A model in a release.</summary>
/// <param name="Part">Name of the recall source, or of the stage: one of <see cref="StageNames"/>.</param>
/// <param name="Model">Word of its kind, such as <c>deepFm</c>.</param>
/// <param name="Folder">Its directory inside the release, with '/' between folders.</param>
/// <param name="Items">Items of the catalogue it knows.</param>
/// <param name="Malformed">Items with a feature that the model's plan could not read; such features count as missing.</param>
public sealed record PackedModel(string Part, string Model, string Folder, int Items, int Malformed);
