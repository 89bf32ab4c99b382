using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed;

/// <summary>What a parameter store holds for a recipe.</summary>
internal static class StoreLayout
{
    public static ParameterStoreLayout Of(Recipe recipe, RankingModel model, SyncOptions sync, RunName name)
    {
        TrainingOptions training = recipe.Training;
        return new ParameterStoreLayout
        {
            Run = name.ToString(),
            Source = name.Source,
            Shards = sync.Shards,
            Tables = [.. model.Tables.Select(t => training.Table(t.Name).Describe(t, recipe.Seed) with { Compensation = sync.Correction })],
            Blocks = [.. model.Parameters.Select(p => Block(p, training.DenseOptimizer, sync))],
            Queue = sync.Queue(training.MicroBatches),
        };
    }

    private static DenseBlockOptions Block(Parameter parameter, IDenseOptimizer optimizer, SyncOptions sync) => new()
    {
        Name = parameter.Name,
        Length = parameter.Shape.Count > int.MaxValue ? throw new ArgumentException($"Parameter '{parameter.Name}' is too large for a block.", nameof(parameter)) : (int)parameter.Shape.Count,
        Optimizer = parameter.AverageShare is { } share ? new MovingAverage { Share = share } : optimizer,
        Decays = parameter.Decays,
        Compensation = parameter.AverageShare is null ? sync.Correction : DelayCompensation.None,
    };
}
