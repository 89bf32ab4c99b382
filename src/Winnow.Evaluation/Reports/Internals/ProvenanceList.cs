using System.Globalization;

namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Where the numbers come from, with the recipes to fold out.</summary>
internal static class ProvenanceList
{
    internal static Html Draw(Provenance origin)
    {
        (string Name, string? Value)[] facts =
        [
            ("Data set", origin.DataSet),
            ("Fingerprint", origin.Fingerprint),
            ("Split", origin.Split),
            ("Training rows", Count(origin.TrainingRows)),
            ("Validation rows", Count(origin.ValidationRows)),
            ("Test rows", Count(origin.TestRows)),
            ("Bad rows, left out", Count(origin.BadRows)),
            ("Seed", origin.Seed?.ToString(CultureInfo.InvariantCulture)),
            ("Library", origin.LibraryVersion),
            ("Machine", origin.Machine),
            ("Finished", origin.Finished?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ];
        IEnumerable<Html> rows = facts.Where(fact => fact.Value is not null)
            .Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"));
        Html command = origin.Command is { } text
            ? Html.Of($"""<p class="again">Again: <code>{text}</code></p>""")
            : Html.Empty;
        return Html.Of(
            $"""
            <section><h2>Where the numbers come from</h2><dl class="facts">{rows}</dl>{command}
            {origin.Recipes.Select(recipe => Recipe(recipe.Key, recipe.Value))}</section>
            """);
    }

    private static Html Recipe(string name, string text) =>
        Html.Of($"<details><summary>Recipe of {name}</summary><pre>{text}</pre></details>");

    private static string? Count(long? rows) => rows is { } known ? Figures.Count(known) : null;
}
