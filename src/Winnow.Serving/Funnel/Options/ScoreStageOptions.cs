namespace Winnow.Serving;

/// <summary>A ranking model as pre-ranker or ranker.</summary>
public sealed record ScoreStageOptions
{
    /// <summary>Directory that <c>winnow train</c> wrote for a ranking model.</summary>
    public string Model { get; init; } = "";

    /// <summary>Candidates that go on, at least 1; never fewer than a request wants. Default 100.</summary>
    public int Keep { get; init; } = 100;

    /// <summary>Time it may take, waiting included; zero: what is left of the request's. Default zero.</summary>
    public TimeSpan Budget { get; init; }
}
