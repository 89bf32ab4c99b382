using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Models;
using Winnow.Training.Storage;

namespace Winnow.Training.Recipes;

/// <summary>Stands in a stored recipe for a model the library does not know: one that a user wrote. It can be told, not made.</summary>
/// <param name="Settings">The user's options as text: type and values.</param>
internal sealed record OwnModel(string Settings) : RankingModelOptions
{
    /// <summary>The options to make the stored model with.</summary>
    /// <param name="stored">From the stored recipe.</param>
    /// <param name="given">From the caller.</param>
    /// <param name="path">The model directory, for messages.</param>
    /// <exception cref="StorageException">The options are not those of the stored model.</exception>
    public static RankingModelOptions Resolve(RankingModelOptions stored, RankingModelOptions given, string path)
    {
        string expected = stored is OwnModel own ? own.Settings : stored.ToString(), actual = given.ToString();
        return expected == actual
            ? given
            : throw new StorageException($"{path} holds {expected}, but the options given are {actual}. Give those it was trained with.");
    }

    /// <inheritdoc/>
    protected override RankingModel Build(ParameterFactory make) => throw new InvalidOperationException(
        $"This recipe is of a model of the user's own, {Settings}. Give its options to ModelDirectory.Load, in a program that knows it.");
}

/// <summary>How such a model is written down: by the text of its options, which tells one setting from another.</summary>
internal sealed class OwnModelCase() : VariantKind<RankingModelOptions>.Case("own", "A model of the user's own.")
{
    private const string SettingsKey = "settings";

    public override RankingModelOptions Defaults => new OwnModel("");

    public override bool Owns(RankingModelOptions value) => true;

    public override RankingModelOptions Read(YamlSection own, RankingModelOptions standing) => new OwnModel(own.Text(SettingsKey, ""));

    public override JsonObject ToJson(RankingModelOptions value) => new() { [SettingsKey] = value is OwnModel own ? own.Settings : value.ToString() };

    public override JsonObject Schema() => throw new NotSupportedException("Recipes written by hand cannot name a model of the user's own.");
}
