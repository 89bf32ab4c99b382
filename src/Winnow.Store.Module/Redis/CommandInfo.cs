namespace Winnow.Store.Module;

/// <summary>What COMMAND DOCS says of a command, and where its keys are; the layout of RedisModuleCommandInfo of Redis 7.0.</summary>
internal unsafe struct CommandInfo
{
    internal CommandInfoVersion* Version;
    internal byte* Summary, Complexity, Since;
    internal void* History;
    internal byte* Tips;
    internal int Arity;
    internal CommandKeySpec* KeySpecs;
    internal CommandArgument* Arguments;
}

/// <summary>Sizes of the structures, by which Redis knows their version; the layout of RedisModuleCommandInfoVersion.</summary>
internal struct CommandInfoVersion
{
    internal int Version;
    internal nuint HistoryEntryBytes, KeySpecBytes, ArgumentBytes;
}

/// <summary>Where keys stand among the arguments; the layout of RedisModuleCommandKeySpec for a key at an index.</summary>
internal unsafe struct CommandKeySpec
{
    /// <summary>The key is only read.</summary>
    internal const ulong ReadOnly = 1 << 0;

    /// <summary>The key is read and written.</summary>
    internal const ulong ReadWrite = 1 << 1;

    /// <summary>What the key held is answered.</summary>
    internal const ulong Access = 1 << 4;

    /// <summary>What the key held is changed.</summary>
    internal const ulong Update = 1 << 5;

    /// <summary>The key may come into being.</summary>
    internal const ulong Insert = 1 << 6;

    /// <summary>The keys begin at an index.</summary>
    internal const int BeginAtIndex = 2;

    /// <summary>The keys are a range.</summary>
    internal const int Range = 2;

    internal byte* Notes;
    internal ulong Flags;
    internal int BeginSearch;
    internal KeySearch Begin;
    internal int FindKeys;
    internal int LastKey, KeyStep, Limit;
}

/// <summary>The union inside RedisModuleCommandKeySpec: an index, or a keyword and where to begin looking for it.</summary>
internal unsafe struct KeySearch
{
    internal nint Index;            // an int in the lower half
    internal nint Unused;
}

/// <summary>An argument as COMMAND DOCS tells of it; the layout of RedisModuleCommandArg.</summary>
internal unsafe struct CommandArgument
{
    /// <summary>The argument may be left out.</summary>
    internal const int Optional = 1 << 0;

    internal byte* Name;
    internal CommandArgumentType Type;
    internal int KeySpec;
    internal byte* Token, Summary, Since;
    internal int Flags;
    internal byte* DeprecatedSince;
    internal CommandArgument* Parts;
    internal byte* DisplayText;
}

/// <summary>What an argument is; RedisModuleCommandArgType.</summary>
internal enum CommandArgumentType
{
    /// <summary>Bytes.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Double,

    /// <summary>The name of a key.</summary>
    Key,
}
