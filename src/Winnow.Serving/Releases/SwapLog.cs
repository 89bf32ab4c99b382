using Microsoft.Extensions.Logging;

namespace Winnow.Serving;

/// <summary>Writes swaps into the log.</summary>
internal sealed partial class SwapLog(ILogger<SwapLog> log)
{
    /// <summary>Writes one.</summary>
    public void Write(SwapRecord swap)
    {
        if (swap.Fault is { } fault) LogRefused(log, swap.To, swap.Variant, fault);
        else if (swap.IsRollBack) LogRolledBack(log, swap.Variant, swap.From, swap.To);
        else LogSwapped(log, swap.Variant, swap.To, swap.Took.TotalSeconds);
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Variant '{Variant}' is served by release {Release}, loaded in {Seconds} s")]
    private static partial void LogSwapped(ILogger log, string variant, string release, double seconds);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Variant '{Variant}' was rolled back from release {From} to {To}")]
    private static partial void LogRolledBack(ILogger log, string variant, string? from, string to);

    [LoggerMessage(EventId = 12, Level = LogLevel.Error, Message = "Release {Release} was refused, variant '{Variant}' goes on as before: {Fault}")]
    private static partial void LogRefused(ILogger log, string release, string variant, string fault);
}
