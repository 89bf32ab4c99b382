using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Markup that may stand in the page as it is. The only way to make it is <see cref="Of"/>, which escapes what is
/// filled in.</summary>
internal sealed class Html
{
    private Html(string text) => Text = text;

    internal static Html Empty { get; } = new("");

    internal string Text { get; }

    /// <summary>Markup from an interpolated string: the literal parts are markup, the holes are text, unless they are markup
    /// themselves.</summary>
    internal static Html Of(Template template) => new(template.ToString());

    /// <summary>Style sheets stand in the page unescaped: they hold no '&lt;' or '&amp;'.</summary>
    internal static Html Style(string css) => new("<style>" + css + "</style>");

    [InterpolatedStringHandler]
    internal readonly ref struct Template(int literalLength, int holes)
    {
        private readonly StringBuilder _text = new(literalLength + 16 * holes);

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html? markup) => _text.Append(markup?.Text);

        public void AppendFormatted(IEnumerable<Html> many)
        {
            foreach (Html one in many) _text.Append(one.Text);
        }

        public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>A coordinate.</summary>
        public void AppendFormatted(double number) => _text.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(string? text)
        {
            foreach (Rune rune in (text ?? "").EnumerateRunes()) AppendEscaped(rune);
        }

        public override string ToString() => _text.ToString();

        private void AppendEscaped(Rune rune)
        {
            switch (rune.Value)
            {
                case '<': _text.Append("&lt;"); break;
                case '>': _text.Append("&gt;"); break;
                case '&': _text.Append("&amp;"); break;
                case '"': _text.Append("&quot;"); break;
                case '\'': _text.Append("&#39;"); break;
                case '\n' or '\t': _text.Append((char)rune.Value); break;
                case < ' ' or 0xFFFE or 0xFFFF: _text.Append('\uFFFD'); break;      // no XML characters
                default: _text.Append(rune.ToString()); break;
            }
        }
    }
}
