using Winnow.Training;
using Winnow.Training.FaultHost;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

// RECIPE OUTPUT CHECKPOINTS [path=value …]; "-" for no output or no checkpoints.
Recipe recipe = Recipe.Load(args[0], args[3..]);
TrainerOptions options = new()
{
    Output = args[1] == "-" ? null : args[1],
    Checkpoints = args[2] == "-" ? null : args[2],
    Observer = new LineObserver(Console.Out),
};
try
{
    TrainingResult result = Trainer.Run(recipe, options);
    Console.WriteLine($"validation auc {result.Validation?.Auc:f6} logLoss {result.Validation?.LogLoss:f6}");
    Console.WriteLine($"test auc {result.Test?.Auc:f6} logLoss {result.Test?.LogLoss:f6} seconds {result.Elapsed.TotalSeconds:f1}");
    return 0;
}
catch (StorageException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
