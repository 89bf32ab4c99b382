namespace Winnow.Serving.Benchmarks;

/// <summary>What a stage of a funnel left and cost, over all judged users.</summary>
/// <param name="Stage">One of <see cref="StageNames"/>.</param>
/// <param name="Left">Mean number of candidates after it.</param>
/// <param name="Recall">Mean share of the ranker's own ten best items of the whole catalogue that are among them.</param>
/// <param name="Milliseconds">Mean time; judging sets no budget.</param>
public sealed record StageFigures(string Stage, double Left, double Recall, double Milliseconds);
