namespace Winnow.Embeddings;

/// <summary>Name and state of the rules that options name, without a table.</summary>
internal static class SparseRules
{
    internal static (string Name, int StateFloats) Describe(SparseOptimizerOptions options, int dimension) => options.Algorithm switch
    {
        SparseAlgorithm.Sgd => Of(new SparseSgd(options), dimension),
        SparseAlgorithm.Adagrad => Of(new SparseAdagrad(options), dimension),
        SparseAlgorithm.RowWiseAdagrad => Of(new RowWiseAdagrad(options), dimension),
        SparseAlgorithm.LazyAdam => Of(new LazyAdam(options), dimension),
        _ => Of(new Ftrl(options), dimension),
    };

    private static (string, int) Of<TOptimizer>(TOptimizer rule, int dimension) where TOptimizer : struct, ISparseOptimizer =>
        (rule.Name, rule.StateFloats(dimension));
}
