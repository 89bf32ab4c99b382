namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The page about a split: verdict, checks, two drawings of popularity.</summary>
internal static class SplitPage
{
    internal static Html Render(string name, SplitDiagnosis diagnosis) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="Winnow"/>
        <title>Split: {name}</title>
        {Stylesheet.Html}
        </head>
        <body>
        <main>
        <header><h1>Split: {name}</h1><p class="subtitle">{diagnosis.Protocol}</p></header>
        <p class="verdict">{diagnosis.Summary}</p>
        <ul class="tiles">{Tiles(diagnosis)}</ul>
        <section><h2>Checks</h2>{Checks(diagnosis)}</section>
        <section><h2>Popularity</h2>
        <p class="lead">A random draw judges as many items of each user as this split does, chosen by chance from all that is known
        of him; {Figures.Count(diagnosis.Popularity.Draws)} such draws were made. Where the test lies outside of them, it was cut by
        something else than chance.</p>
        <div class="pair">{GroupSharePlot.Draw(diagnosis.Popularity)}{LorenzPlot.Draw(diagnosis.Popularity)}</div></section>
        <section><h2>Identity</h2><dl class="facts"><div><dt>Fingerprint</dt><dd><code>{diagnosis.Fingerprint}</code></dd></div></dl></section>
        </main>
        </body>
        </html>

        """);

    private static IEnumerable<Html> Tiles(SplitDiagnosis d)
    {
        PopularityDivergence p = d.Popularity;
        yield return Tile("Users", Figures.Short(d.Users), $"and {Figures.Count(d.Items)} items");
        yield return Tile("Training events", Figures.Short(d.TrainingEvents), d.ValidationPairs > 0 ? $"{Figures.Count(d.ValidationPairs)} validated pairs" : "no validation part");
        yield return Tile("Test pairs", Figures.Short(d.JudgedPairs), $"of {Figures.Count(d.JudgedUsers)} users");
        yield return Tile("Gini index of the test", Figures.Ratio(p.JudgedGini.Observed), $"{Figures.Ratio(p.JudgedGini.Low)} to {Figures.Ratio(p.JudgedGini.High)} by chance; training {Figures.Ratio(p.KnownGini)}");
        yield return Tile("Not by chance", Figures.Percent(p.MovedShare), "of the smaller part, at least");
    }

    private static Html Checks(SplitDiagnosis d) => TableMarkup.Table(
        "Checks", ((string[])["Check", "Verdict", "Finding"]).Select(TableMarkup.Head),
        d.Checks.Select(c => TableMarkup.Row(
        [
            TableMarkup.RowHead(Colour(c.Verdict), c.Name),
            Html.Of($"<td>{SplitDiagnosis.Word(c.Verdict).ToLowerInvariant()}</td>"),
            Html.Of($"<td>{c.Finding}</td>"),
        ])));

    /// <summary>Green, grey, amber, orange-red of the palette; the word beside it says the same.</summary>
    private static string Colour(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "c2",
        CheckVerdict.Skipped => "oracle",
        CheckVerdict.Warning => "c4",
        _ => "c1",
    };

    private static Html Tile(string name, string figure, string note) => Html.Of(
        $"""
        <li><span class="tile-name">{name}</span><span class="tile-figure">{figure}</span>
        <span class="tile-note">{note}</span></li>
        """);
}
