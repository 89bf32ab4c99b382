using Winnow.Store.Local;

namespace Winnow.Store.Chaos.Tests;

/// <summary>How often the list of harm is gone through: <c>WINNOW_CHAOS_ROUNDS</c>, 1 in ordinary tests.</summary>
internal static class ChaosRounds
{
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("WINNOW_CHAOS_ROUNDS"), out int rounds) && rounds > 0 ? rounds : 1;
}

/// <summary>A test for long runs only; skipped, with the reason, in ordinary ones and where Redis or the module is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongChaosFactAttribute : FactAttribute
{
    public LongChaosFactAttribute() => Skip = RedisServerProgram.Missing ?? ModuleFile.Missing
        ?? (ChaosRounds.Count < 2 ? "One harmed training is enough for ordinary tests; WINNOW_CHAOS_ROUNDS=2 or more runs this one." : null);
}
