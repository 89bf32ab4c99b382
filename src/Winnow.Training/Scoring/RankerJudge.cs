using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Training.Scoring;

/// <summary>Judges a ranking model by the lists it makes of the whole catalogue, as recommenders are judged.</summary>
public static class RankerJudge
{
    /// <summary>Judges on the test events of the log the model was trained on; training and validation events are what is known then.</summary>
    /// <param name="model">A model whose recipe has <c>data.interactions</c>.</param>
    /// <param name="options">Cut-offs, candidates, filter, ties.</param>
    /// <param name="team">Threads; the result does not depend on their number.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <param name="cancel">Stops between blocks of users.</param>
    /// <exception cref="ArgumentException">The model was not trained on a log.</exception>
    public static TopNReport Judge(TrainedModel model, TopNOptions options, WorkerTeam team, DatasetStore? store = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        InteractionSplit split = ExampleData.LoadSplit(model.Info.Recipe, store).Refit();
        EntityFeatures? items = ExampleData.LoadItems(model.Info.Recipe, store), users = ExampleData.LoadUsers(model.Info.Recipe, store);
        using RankerScorer scorer = new(model, split.Train, items, users);
        return TopNEvaluator.EvaluateTest(scorer, split, options, team, cancel);
    }
}
