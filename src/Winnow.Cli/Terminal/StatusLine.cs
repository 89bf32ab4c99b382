namespace Winnow.Cli.Terminal;

/// <summary>One line of standard error that renews itself on a terminal, and lasting lines above it.</summary>
internal sealed class StatusLine
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private int _shown;         // characters of the line that renews itself

    /// <summary>Writes a line that stays.</summary>
    public void Line(string text)
    {
        Renew("");
        Console.Error.WriteLine(text);
    }

    /// <summary>Replaces the line that renews itself; without a terminal nothing is shown.</summary>
    /// <param name="text">The new text, cut at the width of the terminal; empty: the line goes.</param>
    public void Renew(string text)
    {
        if (!_isTerminal) return;
        int width = Math.Max(20, Console.BufferWidth - 1);
        if (text.Length > width) text = text[..width];
        Console.Error.Write('\r' + text.PadRight(_shown) + (text.Length == 0 ? "\r" : ""));
        _shown = text.Length;
    }
}
