using System.Diagnostics;

namespace Winnow.Store.Module.Tests;

/// <summary>Waits for what another process does in its own time.</summary>
internal static class Wait
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(30);

    public static void Until(Func<bool> condition)
    {
        long began = Stopwatch.GetTimestamp();
        using ManualResetEventSlim never = new();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < s_most, $"It did not happen within {s_most.TotalSeconds:0} s.");
            never.Wait(5);
        }
    }
}
