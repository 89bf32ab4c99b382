using System.Diagnostics;

namespace Winnow.Serving;

/// <summary>Spans of a request: one for the way through the server, below it one a stage and one a recall source.</summary>
/// <remarks>Stages tell their times when they are over, so their spans are made afterwards, with the times they had. Nothing about the user is in them.</remarks>
internal static class ServingTraces
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Winnow.Serving";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Begins the span of a request; null if nobody listens.</summary>
    public static Activity? Begin() => s_source.StartActivity("answer");

    /// <summary>Writes down what became of it.</summary>
    /// <param name="span">The span.</param>
    /// <param name="answered">The request and its answer.</param>
    /// <param name="before">Time before the first stage: the wait for a turn and the look-up of the user.</param>
    public static void End(Activity? span, RecordedRequest answered, TimeSpan before)
    {
        if (span is not { IsAllDataRequested: true }) return;
        span.SetTag("winnow.request", answered.RequestId).SetTag("winnow.release", answered.Answer.Release).SetTag("winnow.variant", answered.Variant)
            .SetTag("winnow.items", answered.Answer.Items.Count).SetTag("winnow.degraded", answered.Answer.IsDegraded);
        DateTimeOffset start = answered.Time + before;
        foreach (StageReport stage in answered.Answer.Stages)
        {
            using Activity? own = Stage(stage, span.Context, start);
            foreach (StageReport part in stage.Parts) Stage(part, own?.Context ?? span.Context, start)?.Dispose();
            start += stage.Time;
        }
    }

    private static Activity? Stage(StageReport stage, ActivityContext parent, DateTimeOffset start)
    {
        Activity? span = s_source.StartActivity(ActivityKind.Internal, parent, startTime: start, name: stage.Stage);
        if (span is null) return null;
        span.SetTag("winnow.entered", stage.Entered).SetTag("winnow.left", stage.Left);
        if (stage.Degradation is { } reason) span.SetStatus(ActivityStatusCode.Error, reason);
        span.SetEndTime((start + stage.Time).UtcDateTime);
        return span;
    }
}
