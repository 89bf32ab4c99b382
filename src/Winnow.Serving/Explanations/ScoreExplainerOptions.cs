namespace Winnow.Serving;

/// <summary>How exact an explanation of a score is to be.</summary>
public sealed record ScoreExplainerOptions
{
    /// <summary>The remainder that is good enough, as a share of max(1, |logit − baseline|), in [0.000001, 1]. Default 0.001.</summary>
    public float Tolerance { get; init; } = 1e-3f;

    /// <summary>Most points of the path at which the gradient is taken, in [1, 1024]; each costs a pass of the model over one example. Default 128.</summary>
    public int MostNodes { get; init; } = 128;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0) throw new ArgumentException($"{nameof(ScoreExplainerOptions)}: {string.Join("; ", faults)}.");
    }

    private IEnumerable<string> Faults()
    {
        if (!(Tolerance is >= 1e-6f and <= 1)) yield return $"{nameof(Tolerance)} is {Tolerance}, it must lie in [0.000001, 1]";
        if (MostNodes is < 1 or > 1024) yield return $"{nameof(MostNodes)} is {MostNodes}, it must lie in [1, 1024]";
    }
}
