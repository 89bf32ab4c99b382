using Winnow.Training.Tuning;

namespace Winnow.Training.Tests.Tuning;

public sealed class SuccessiveHalvingTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<Learner> _learners = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_TwentySevenLearners_ThinsThemOutByThirds()
    {
        TuningResult result = SuccessiveHalving.Run(Space, Begin, Options());

        Assert.Equal([27, 9, 3, 1], result.Trials.GroupBy(t => t.Epochs).Select(g => g.Count()));
        Assert.Equal([5, 15, 45, 135], result.Trials.Select(t => t.Epochs!.Value).Distinct());
        Assert.Equal(_learners.Max(l => l.Rate), _learners.Single(l => l.Epochs == 135).Rate);
        Assert.Equal(result.Trials[^1].SettingsText, result.Best.SettingsText);
        Assert.All(_learners, l => Assert.True(l.IsDisposed));
    }

    [Fact]
    public void Run_KilledAndStartedAgain_GivesTheSameTrialsAndTrainsOnlySurvivors()
    {
        TuningResult whole = SuccessiveHalving.Run(Space, Begin, Options());
        Learner.Budget = 30;
        Assert.Throws<OperationCanceledException>(() => SuccessiveHalving.Run(Space, Begin, Options("r.jsonl")));
        Learner.Budget = int.MaxValue;
        _learners.Clear();

        TuningResult resumed = SuccessiveHalving.Run(Space, Begin, Options("r.jsonl"));

        Assert.Equal(30, resumed.Replayed);
        Assert.Equal(whole.Trials.Select(t => (t.SettingsText, t.Value, t.Epochs)), resumed.Trials.Select(t => (t.SettingsText, t.Value, t.Epochs)));
        Assert.InRange(_learners.Count, 6, 9);      // the nine of the second round at most; the other eighteen never again
    }

    private static SearchSpace Space { get; } = new(new RealDimension("rate", 0, 1));

    private SuccessiveHalvingOptions Options(string? record = null) => new() { Tuner = new TunerOptions { Record = record is null ? null : _folder[record] } };

    private Learner Begin(SearchPoint point)
    {
        Learner learner = new(KnownFunctions.Number(point, "rate"));
        _learners.Add(learner);
        return learner;
    }

    /// <summary>Learns the more the longer, and the faster the higher its rate.</summary>
    private sealed class Learner(double rate) : IHalvingTrial
    {
        [ThreadStatic]
        private static int s_budget;

        [ThreadStatic]
        private static bool s_limited;

        public static int Budget
        {
            set => (s_budget, s_limited) = (value, value != int.MaxValue);
        }

        public double Rate => rate;

        public int Epochs { get; private set; }

        public bool IsDisposed { get; private set; }

        public double AdvanceTo(int epochs, CancellationToken cancel)
        {
            if (s_limited && s_budget-- == 0) throw new OperationCanceledException();
            Epochs = epochs;
            return rate * (1 - Math.Exp(-epochs / 20.0));
        }

        public void Dispose() => IsDisposed = true;
    }
}
