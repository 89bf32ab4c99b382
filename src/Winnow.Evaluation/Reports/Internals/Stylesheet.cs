namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The style of the page, and its colours by day and by night.</summary>
internal static class Stylesheet
{
    /// <summary>After Okabe and Ito (2008), who chose them so that colour-blind readers can tell them apart; darker on white
    /// for contrast. </summary>
    private const string Light =
        "--paper:#fbfbf9;--card:#ffffff;--ink:#1c1e21;--soft:#5b6168;--faint:#e6e6e1;--rule:#c9cac6;--oracle:#6b7076;"
        + "--c0:#0072b2;--c1:#d55e00;--c2:#008f68;--c3:#a8508a;--c4:#a67c00;--c5:#2b8cc4;--c6:#7a5c3e;--c7:#5b3fa8;";

    private const string Dark =
        "--paper:#131517;--card:#1b1e21;--ink:#e9eaec;--soft:#a2a8af;--faint:#2c3035;--rule:#4a5057;--oracle:#aab0b7;"
        + "--c0:#5ab4e5;--c1:#ff8f4f;--c2:#35c99b;--c3:#e59bc9;--c4:#f0b93a;--c5:#9bd3ff;--c6:#c9a987;--c7:#b7a3f0;";

    internal static Html Html { get; } = Internals.Html.Style(
        $":root{{{Light}}}@media screen and (prefers-color-scheme:dark){{:root{{{Dark}}}}}"
        + $":root[data-theme=light]{{{Light}color-scheme:light}}:root[data-theme=dark]{{{Dark}color-scheme:dark}}\n" + Rules());

    private static string Rules()
    {
        using Stream css = typeof(Stylesheet).Assembly.GetManifestResourceStream("Winnow.Evaluation.report.css")!;
        using StreamReader reader = new(css);
        return reader.ReadToEnd();
    }
}
