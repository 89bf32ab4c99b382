using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Winnow.Cli.Terminal;

/// <summary>Where a command writes: results to standard output, progress and remarks to standard error.</summary>
/// <remarks>With <c>--json</c>, standard output carries exactly one JSON document and nothing else.</remarks>
internal sealed class Output(bool json)
{
    /// <summary>True if results are to be one JSON document.</summary>
    public bool Json { get; } = json;

    /// <summary>Standard output as a console that knows tables and colours.</summary>
    public IAnsiConsole Results { get; } = ConsoleOn(Console.Out);

    /// <summary>Standard error as a console; progress goes here.</summary>
    public IAnsiConsole Progress { get; } = ConsoleOn(Console.Error);

    /// <summary>Writes one remark on standard error.</summary>
    public void Say(string remark) => Progress.WriteLine(remark);

    /// <summary>Writes the JSON document that <paramref name="write"/> produces to standard output.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true })) write(writer);
        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 160;   // a file has no width; do not fold tables in it
        return console;
    }
}
