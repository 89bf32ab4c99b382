namespace Winnow.Numerics.Tests;

/// <summary>A tape with its team and arena.</summary>
internal sealed class TapeFixture : IDisposable
{
    private readonly StepArena _arena = new();
    private readonly WorkerTeam _team;

    public TapeFixture(int threads = 1)
    {
        _team = new WorkerTeam(threads);
        Tape = new Tape(_team, _arena) { Random = new RandomStream(7, "test") };
    }

    public Tape Tape { get; }

    /// <summary>A copy of <paramref name="x"/> in the memory of the tape.</summary>
    public Tensor Input(Matrix x, bool needsGradient = true)
    {
        MatrixView view = Tape.AllocateMatrix(x.Rows, x.Cols);
        x.CopyTo(view);
        return Tape.Input(view, needsGradient);
    }

    public void Dispose()
    {
        _team.Dispose();
        _arena.Dispose();
    }
}
