namespace Winnow.Training.Benchmarks;

/// <summary>A published result and the recipe that reproduces it.</summary>
/// <param name="Recipe">Name of a recipe in the library.</param>
/// <param name="Dataset">Data set as it is called in the publication.</param>
/// <param name="Model">Model as it is called in the publication.</param>
/// <param name="Auc">Published AUC on the test rows.</param>
/// <param name="LogLoss">Published log loss on the test rows.</param>
public sealed record BenchmarkCase(string Recipe, string Dataset, string Model, double Auc, double LogLoss);
