using System.Runtime.InteropServices;
using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>The rows of a run, ready for a model: the plan fitted on the training rows, and everything encoded by it.</summary>
public sealed class TrainingData : IDisposable
{
    private readonly EncodedDataset? _train;

    private readonly ulong _seed;

    private TrainingData(
        ulong seed, FeaturePlan plan, IBatchSource training, EncodedDataset? train, EncodedDataset validation, EncodedDataset test, BadRowLog badRows)
    {
        (_seed, Plan, Training, _train, Validation, Test, BadRows) = (seed, plan, training, train, validation, test, badRows);
        ReadOnlySpan<ulong> parts = [train?.Fingerprint ?? (ulong)plan.Rows, validation.Fingerprint, test.Fingerprint];
        Fingerprint = FeatureKey.Hash(MemoryMarshal.AsBytes(parts), 0);
    }

    /// <summary>How records become keys and numbers.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Training batches, epoch after epoch.</summary>
    public IBatchSource Training { get; }

    /// <summary>Rows that decide when to stop; empty when nothing was held out.</summary>
    public EncodedDataset Validation { get; }

    /// <summary>Rows to judge by; empty when nothing was held out.</summary>
    public EncodedDataset Test { get; }

    /// <summary>A hash of all rows: runs on equal data have equal fingerprints. Of a stream only the number of rows is in it.</summary>
    public ulong Fingerprint { get; }

    /// <summary>The malformed rows of the training files.</summary>
    public BadRowLog BadRows { get; }

    /// <summary>Training rows an epoch.</summary>
    public long TrainingRows => Plan.Rows;

    /// <summary>Reads the data of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="team">The threads that fill batches, and as many that parse; stays with the caller, and outlives the data.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <exception cref="BadDataException">Too many malformed rows, or no good one.</exception>
    /// <exception cref="SchemaMismatchException">Files and schema do not fit.</exception>
    public static TrainingData Load(Recipe recipe, WorkerTeam team, DatasetStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(team);
        int threads = team.Threads;
        DataSources sources = DataSources.Open(recipe, store, team);
        BadRowLog badRows = recipe.Data.NewBadRowLog();
        FitOptions fit = new() { Seed = recipe.Seed, Threads = threads, BadRows = badRows };
        FeaturePlan plan = FeaturePlan.Fit(sources.Train, sources.Schema, fit);
        EncodedDataset validation = Encode(sources.Validation, plan, recipe, threads), test = Encode(sources.Test, plan, recipe, threads);
        TrainingOptions training = recipe.Training;
        if (training.Streaming)
        {
            EncodeOptions encode = new() { Threads = threads, BadRows = recipe.Data.NewBadRowLog() };
            StreamedBatches stream = new(sources.Train, plan, training.BatchSize, encode, training.ShuffleWindow, recipe.Seed);
            return new TrainingData(recipe.Seed, plan, stream, null, validation, test, badRows);
        }

        EncodedDataset train = Encode(sources.Train, plan, recipe, threads);
        return new TrainingData(recipe.Seed, plan, new ShuffledBatches(train, training.BatchSize, recipe.Seed, team), train, validation, test, badRows);
    }

    /// <summary>The training batches once more, for another thread; it stands at the start.</summary>
    /// <param name="team">The threads that fill batches; stays with the caller.</param>
    /// <exception cref="InvalidOperationException">The rows are streamed, so that batches cannot be found by their number.</exception>
    public IBatchSource OpenTraining(WorkerTeam team) => _train is null
        ? throw new InvalidOperationException("Batches of a stream cannot be found by their number, as micro-batches and several workers need. Leave out training.streaming.")
        : new ShuffledBatches(_train, Training.BatchSize, _seed, team);

    /// <summary>Frees the memory of the rows.</summary>
    public void Dispose()
    {
        Training.Dispose();
        _train?.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }

    private static EncodedDataset Encode(IRecordSource source, FeaturePlan plan, Recipe recipe, int threads) =>
        EncodedDataset.Encode(source, plan, new EncodeOptions { Threads = threads, BadRows = recipe.Data.NewBadRowLog() });
}
