namespace Winnow.Evaluation.Reports.Internals;

/// <summary>The parts that all tables share.</summary>
internal static class TableMarkup
{
    /// <summary>A table that scrolls sideways where it does not fit, by keyboard as well.</summary>
    internal static Html Table(string name, IEnumerable<Html> heads, IEnumerable<Html> rows, Html? foot = null) => Html.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>
        <thead><tr>{heads}</tr></thead>
        <tbody>{rows}</tbody>
        {foot}
        </table></div>
        """);

    internal static Html Head(string name) => Html.Of($"""<th scope="col">{name}</th>""");

    internal static Html NumberHead(string name) => Html.Of($"""<th scope="col" class="number">{name}</th>""");

    internal static Html StripHead(string name) => Html.Of($"""<th scope="col" class="strip">{name}</th>""");

    /// <summary>The name of a model at the start of its row, after its colour.</summary>
    internal static Html RowHead(string colour, string name, Html? about = null) =>
        Html.Of($"""<th scope="row"><span class="swatch {colour}"></span>{name}{about}</th>""");

    internal static Html Number(string figure) => Html.Of($"""<td class="number">{figure}</td>""");

    /// <summary>A number above its interval.</summary>
    internal static Html Number(Html figure, string? range) => range is null
        ? Html.Of($"""<td class="number">{figure}</td>""")
        : Html.Of($"""<td class="number">{figure}<span class="range">{range}</span></td>""");

    internal static Html Strip(Html drawing) => Html.Of($"""<td class="strip">{drawing}</td>""");

    internal static Html Row(IEnumerable<Html> cells) => Html.Of($"<tr>{cells}</tr>\n");

    /// <summary>The ticks of the column of strips, and a note under the other columns.</summary>
    internal static Html Foot(Html ticks, int columns, string note) => Html.Of(
        $"""<tfoot><tr><td></td>{Strip(ticks)}<td colspan="{columns}" class="note">{note}</td></tr></tfoot>""");
}
