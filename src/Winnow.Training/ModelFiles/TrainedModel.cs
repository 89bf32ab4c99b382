using Winnow.Data;
using Winnow.Training.Scoring;

namespace Winnow.Training.ModelFiles;

/// <summary>A model that was loaded: what it is, how records become its input, and its weights and rows.</summary>
/// <remarks>Any number of scorers on any number of threads may read it at once.</remarks>
public sealed class TrainedModel : IDisposable
{
    internal TrainedModel(ModelInfo info, FeaturePlan plan, LiveModel live) => (Info, Plan, Live) = (info, plan, live);

    /// <summary>How it came to be and how good it is.</summary>
    public ModelInfo Info { get; }

    /// <summary>How raw records become keys and numbers: fitted on its training data, the same for training and scoring.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Layers and tables.</summary>
    public LiveModel Live { get; }

    /// <summary>A scorer for one thread; dispose it before the model.</summary>
    public Scorer NewScorer() => new(Live);

    /// <summary>Scores every row of a source, in order.</summary>
    /// <param name="source">Raw records; columns by the schema of the model. Labels may be missing.</param>
    /// <param name="badRows">Counts malformed rows, which get no score; null: a log with the default limit.</param>
    /// <param name="threads">Threads that parse, at least 1.</param>
    /// <returns>Scores, labels (NaN where missing), weights and groups of the good rows.</returns>
    /// <exception cref="SchemaMismatchException">The source has other columns.</exception>
    /// <exception cref="BadDataException">There are too many malformed rows.</exception>
    public ScoredRows Score(IRecordSource source, BadRowLog? badRows = null, int threads = 1)
    {
        EncodeOptions options = new() { Threads = threads, NeedLabel = false, BadRows = badRows };
        using EncodedDataset rows = EncodedDataset.Encode(source, Plan, options);
        using Scorer scorer = NewScorer();
        return scorer.Score(rows, Info.Recipe.Evaluation.BatchSize);
    }

    /// <summary>Frees layers and tables.</summary>
    public void Dispose() => Live.Dispose();
}
