using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What a stage of the funnel did.</summary>
/// <param name="Stage">Name of the stage, or of the recall source.</param>
/// <param name="Entered">Candidates that came to it.</param>
/// <param name="Left">Candidates that went on.</param>
/// <param name="Milliseconds">Time it took, or was waited for.</param>
/// <param name="Degradation">Why it did not do its work and what was done instead; absent if it did.</param>
/// <param name="Parts">Of recall one a source; else absent.</param>
public sealed record StageAnswer(
    [property: Description("Name of the stage, or of the recall source.")] string Stage,
    [property: Description("Candidates that came to it; of recall, the size of the catalogue.")] int Entered,
    [property: Description("Candidates that went on.")] int Left,
    [property: Description("Time it took, or was waited for.")] double Milliseconds,
    [property: Description("Why it did not do its work and what was done instead; absent if it did.")] string? Degradation,
    [property: Description("Of recall one a source; else absent.")] IReadOnlyList<StageAnswer>? Parts)
{
    /// <summary>The reports of a funnel; null for none.</summary>
    internal static StageAnswer[]? Of(IReadOnlyList<StageReport> stages)
    {
        if (stages.Count == 0) return null;
        StageAnswer[] answers = new StageAnswer[stages.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            StageReport stage = stages[i];
            answers[i] = new StageAnswer(
                stage.Stage, stage.Entered, stage.Left, Math.Round(stage.Time.TotalMilliseconds, 3), stage.Degradation, Of(stage.Parts));
        }
        return answers;
    }
}
