using System.CommandLine;
using Winnow.Data;

namespace Winnow.Cli.Commands;

/// <summary>Options that tell how a file of interactions is written.</summary>
internal sealed class InteractionFileOptions
{
    private static readonly InteractionFormat s_default = new();

    /// <summary><c>--layout</c>.</summary>
    public Option<string> Layout { get; } = new("--layout")
    {
        Description = $"Layout of a file: {string.Join(", ", YamlNames.All<InteractionLayout>())}.", HelpName = "LAYOUT", DefaultValueFactory = _ => YamlNames.Of(s_default.Layout),
    };

    /// <summary><c>--user</c>.</summary>
    public Option<string> User { get; } = Column("--user", "users", s_default.User);

    /// <summary><c>--item</c>.</summary>
    public Option<string> Item { get; } = Column("--item", "items", s_default.Item);

    /// <summary><c>--value</c>.</summary>
    public Option<string?> Value { get; } = new("--value") { Description = "Column of ratings or counts. Default: feedback is implicit.", HelpName = "COLUMN" };

    /// <summary><c>--time</c>.</summary>
    public Option<string?> Time { get; } = new("--time") { Description = "Column of times. Default: times are not known.", HelpName = "COLUMN" };

    /// <summary>The format asked for.</summary>
    public InteractionFormat Format(ParseResult arguments)
    {
        string layout = arguments.GetRequiredValue(Layout);
        if (!YamlNames.TryParse(layout, out InteractionLayout parsed))
            throw new FormatException($"--layout is '{layout}'; expected one of {string.Join(", ", YamlNames.All<InteractionLayout>())}.");
        return new InteractionFormat
        {
            Layout = parsed, User = arguments.GetRequiredValue(User), Item = arguments.GetRequiredValue(Item), Value = arguments.GetValue(Value), Time = arguments.GetValue(Time),
        };
    }

    private static Option<string> Column(string name, string what, string fallback) =>
        new(name) { Description = $"Column of {what}; files without a header have c1, c2, …", HelpName = "COLUMN", DefaultValueFactory = _ => fallback };
}
