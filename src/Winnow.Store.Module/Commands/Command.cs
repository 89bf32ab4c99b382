namespace Winnow.Store.Module;

/// <summary>A command as it is registered.</summary>
internal sealed unsafe class Command
{
    /// <summary>Its name.</summary>
    internal required string Name { get; init; }

    /// <summary>What Redis calls.</summary>
    internal required delegate* unmanaged[Cdecl]<RedisContext*, RedisString**, int, int> Entry { get; init; }

    /// <summary>Flags of RedisModule_CreateCommand.</summary>
    internal required string Flags { get; init; }

    /// <summary>What it does to its key: flags of <see cref="CommandKeySpec"/>.</summary>
    internal required ulong KeyFlags { get; init; }

    /// <summary>Number of arguments, its name included; −n: at least n.</summary>
    internal required int Arity { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    internal required string Summary { get; init; }

    /// <summary>What it costs.</summary>
    internal required string Complexity { get; init; }

    /// <summary>Its arguments, as <see cref="CommandSyntax"/> reads them.</summary>
    internal required string Syntax { get; init; }

    /// <summary>Makes the command known to Redis.</summary>
    /// <returns>False if Redis refuses.</returns>
    internal bool Register(RedisContext* context)
    {
        using CommandSyntax syntax = new();
        byte* name = syntax.Text(Name);
        if (RedisApi.CreateCommand(context, name, Entry, syntax.Text(Flags), 1, 1, 1) != RedisApi.Ok) return false;
        RedisCommand* command = RedisApi.GetCommand(context, name);
        if (command == null || !Describe(command, syntax)) return false;
        return RedisApi.AddAclCategory == null || RedisApi.SetCommandAclCategories == null
            || RedisApi.SetCommandAclCategories(command, syntax.Text(AclCategories)) == RedisApi.Ok;
    }

    private string AclCategories => string.Join(' ',
        ["winnow", Flags.Contains("readonly", StringComparison.Ordinal) ? "read" : "write",
            Flags.Contains("fast", StringComparison.Ordinal) ? "fast" : "slow"]);

    private bool Describe(RedisCommand* command, CommandSyntax syntax)
    {
        CommandInfoVersion version = new()
        {
            Version = 1, HistoryEntryBytes = (nuint)(2 * sizeof(nint)),
            KeySpecBytes = (nuint)sizeof(CommandKeySpec), ArgumentBytes = (nuint)sizeof(CommandArgument),
        };
        CommandKeySpec* keys = stackalloc CommandKeySpec[2];
        keys[0] = new() { Flags = KeyFlags, BeginSearch = CommandKeySpec.BeginAtIndex, Begin = new() { Index = 1 }, FindKeys = CommandKeySpec.Range, KeyStep = 1 };
        keys[1] = default;
        CommandInfo info = new()
        {
            Version = &version, Summary = syntax.Text(Summary), Complexity = syntax.Text(Complexity), Since = syntax.Text("1.0.0"),
            Arity = Arity, KeySpecs = keys, Arguments = syntax.Parse(Syntax),
        };
        return RedisApi.SetCommandInfo(command, &info) == RedisApi.Ok;
    }
}
