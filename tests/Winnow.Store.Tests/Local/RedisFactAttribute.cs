using Winnow.Store.Local;

namespace Winnow.Store.Tests.Local;

/// <summary>A test that starts redis-server; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServerProgram.Missing;
}

/// <summary>A test that starts redis-server with the module; skipped, with the reason, where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModuleFactAttribute : FactAttribute
{
    public ModuleFactAttribute() => Skip = RedisServerProgram.Missing ?? ModuleFile.Missing;
}

/// <summary>As <see cref="ModuleFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModuleTheoryAttribute : TheoryAttribute
{
    public ModuleTheoryAttribute() => Skip = RedisServerProgram.Missing ?? ModuleFile.Missing;
}
