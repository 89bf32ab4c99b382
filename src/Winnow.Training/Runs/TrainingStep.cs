using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>One step: distinct keys → rows → model → loss → gradients → rows and layers. No managed allocation once warm.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly LiveModel _live;
    private readonly TrainingOptions _options;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly EmbeddedBatch _embedded;
    private readonly RandomStream _random;
    private readonly float[] _tableRates;
    private readonly GradientClipping? _clipping;

    public TrainingStep(LiveModel live, TrainingOptions options, ulong seed)
    {
        (_live, _options) = (live, options);
        _tape = new Tape(live.Team, _arena) { Training = true };
        _embedded = new EmbeddedBatch(live.Model, live.Team);
        _random = new RandomStream(seed, "dropout");
        _tableRates = [.. live.Tables.Select(t => t.LearningRate)];
        _clipping = options.ClipNorm > 0 ? new GradientClipping(options.ClipNorm) : null;
    }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="step">Steps taken before this one: decides what is dropped.</param>
    /// <param name="rateFactor">What all learning rates are multiplied by.</param>
    /// <returns>Mean loss of the batch before the update.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not finite.</exception>
    public float Run(Batch batch, long step, float rateFactor)
    {
        _embedded.Pull(batch, _live.Tables, PullMode.Training);
        _tape.Reset();
        _tape.Random = _random.Fork((ulong)step);
        _embedded.Begin(_tape);
        Tensor logits = _live.Model.Forward(_tape, _embedded), loss = _live.Model.Loss(_tape, logits, _embedded);
        float value = loss.Scalar;
        if (!float.IsFinite(value)) throw Diverged(step, rateFactor, Divergence.Find(_live, batch, logits.FirstNonFiniteRow, value));
        _tape.Backward(loss);
        Update(step, rateFactor);
        return value;
    }

    public void Dispose()
    {
        _embedded.Dispose();
        _arena.Dispose();
        _clipping?.Dispose();
    }

    private void Update(long step, float rateFactor)
    {
        for (int i = 0; i < _tableRates.Length; i++) _live.Tables[i].LearningRate = _tableRates[i] * rateFactor;
        if (_embedded.Push(_live.Tables) is { } fault)
            throw Diverged(step, rateFactor, $"the gradient of table '{fault.Table}', row of key {fault.Key:x16}, is not finite");
        IReadOnlyList<Parameter> parameters = _live.Model.Parameters;
        _clipping?.Clip(parameters, _live.Team);
        _options.DenseOptimizer.Step(parameters, _options.LearningRate * rateFactor, _live.Team);
        for (int i = 0; i < _tableRates.Length; i++) _live.Tables[i].Advance();
    }

    private TrainingDivergedException Diverged(long step, float rateFactor, string place) =>
        new(step + 1, place, _options.LearningRate * rateFactor);
}
