using System.Globalization;

namespace Winnow.Serving;

/// <summary>Where the files of a release lie.</summary>
internal sealed record ReleasePaths(string Directory)
{
    public string Info => At("release.json");

    public string ItemIds => At("items/ids.pack");

    public string ItemFeatures => At("items/features.pack");

    public string ItemVectors => At("items/vectors.pack");

    public string Popularity => At("items/popularity.pack");

    public string UserIds => At("users/ids.pack");

    public string UserFeatures => At("users/features.pack");

    public string Histories => At("users/histories.pack");

    public string Attribute(int number) => At(string.Create(CultureInfo.InvariantCulture, $"items/attribute-{number}.pack"));

    /// <summary>The directory of a model that was copied in: <c>rank</c>, <c>preRank</c>, or the number of a recall source.</summary>
    public string Model(string part) => At($"{part}/model");

    public string EncodedItems(string part) => At($"{part}/items.pack");

    public string ItemMap(string part) => At($"{part}/items.map");

    public string UserMap(string part) => At($"{part}/users.map");

    public string Index(string part) => At($"{part}/index.hnsw");

    public string Neighbours(string part) => At($"{part}/neighbours.pack");

    /// <summary>The folder of a recall source.</summary>
    public static string Source(int number) => string.Create(CultureInfo.InvariantCulture, $"recall/{number}");

    private string At(string path) => Path.Combine(Directory, path);
}
