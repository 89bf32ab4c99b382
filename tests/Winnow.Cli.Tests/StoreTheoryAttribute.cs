using Winnow.Store.Local;

namespace Winnow.Cli.Tests;

/// <summary>Cases that start redis-server with the module; skipped, with the reason, where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for both.</summary>
    public StoreTheoryAttribute() => Skip = RedisServerProgram.Missing ?? ModuleFile.Missing;
}
