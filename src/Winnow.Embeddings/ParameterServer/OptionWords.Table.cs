namespace Winnow.Embeddings;

/// <content>Table shards.</content>
public static partial class OptionWords
{
    /// <summary>The options of a table shard in words.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TableShardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        EmbeddingTableOptions table = options.Table;
        List<KeyValuePair<string, string>> words =
        [
            new("NAME", table.Name),
            new("DIM", Text(table.Dimension)),
            new("SEED", Text(table.Seed)),
            new("PRECISION", table.Precision == RowPrecision.Float32 ? "float32" : "bfloat16"),
            new("SCALE", Text(table.InitialScale)),
            new("ZEROCOLUMNS", Text(table.ZeroColumns)),
            new("ADMIT", Text(table.AdmissionThreshold)),
            new("COLD", table.Cold == ColdVector.Initial ? "initial" : "zero"),
            new("TTL", Text(table.TimeToLive)),
            new("BUDGET", Text(table.BudgetBytes)),
            new("HALFLIFE", Text(table.FrequencyHalfLife)),
            new("TICK", Text(table.StepsPerTick)),
            new("REMOVALS", Text(table.RemovalLogCapacity)),
        ];
        Write(words, options.Optimizer);
        Write(words, options.Compensation);
        words.Add(new("SHARD", Text(options.Shard)));
        words.Add(new("OF", Text(options.Shards)));
        return words;
    }

    /// <summary>The options of a table shard from words, in any order; those left out have their defaults, except NAME and DIM.</summary>
    /// <exception cref="ArgumentException">A word is unknown or repeated, a value is of the wrong form, or NAME or DIM is missing; the message
    /// names every fault. Ranges are not checked here.</exception>
    public static TableShardOptions ToTableShard(IReadOnlyList<KeyValuePair<string, string>> words)
    {
        OptionReader reader = new(words);
        EmbeddingTableOptions defaults = new() { Dimension = 1 };
        TableShardOptions options = new()
        {
            Table = new EmbeddingTableOptions
            {
                Name = reader.Text("NAME"),
                Dimension = reader.Whole("DIM", null),
                Seed = reader.Unsigned("SEED", defaults.Seed),
                Precision = reader.Choice("PRECISION", RowPrecision.Float32, ("float32", RowPrecision.Float32), ("bfloat16", RowPrecision.BFloat16)),
                InitialScale = reader.Number("SCALE", defaults.InitialScale),
                ZeroColumns = reader.Whole("ZEROCOLUMNS", defaults.ZeroColumns),
                AdmissionThreshold = reader.Whole("ADMIT", defaults.AdmissionThreshold),
                Cold = reader.Choice("COLD", ColdVector.Zero, ("zero", ColdVector.Zero), ("initial", ColdVector.Initial)),
                TimeToLive = reader.Long("TTL", defaults.TimeToLive),
                BudgetBytes = reader.Long("BUDGET", defaults.BudgetBytes),
                FrequencyHalfLife = reader.Long("HALFLIFE", defaults.FrequencyHalfLife),
                StepsPerTick = reader.Whole("TICK", defaults.StepsPerTick),
                RemovalLogCapacity = reader.Whole("REMOVALS", defaults.RemovalLogCapacity),
            },
            Optimizer = SparseOptimizer(reader),
            Compensation = Compensation(reader),
            Shard = reader.Whole("SHARD", 0),
            Shards = reader.Whole("OF", 1),
        };
        reader.ThrowIfFaulty("table shard");
        return options;
    }

    private static void Write(List<KeyValuePair<string, string>> words, SparseOptimizerOptions optimizer)
    {
        words.Add(new("OPTIMIZER", optimizer.Algorithm switch
        {
            SparseAlgorithm.Sgd => "sgd",
            SparseAlgorithm.Adagrad => "adagrad",
            SparseAlgorithm.RowWiseAdagrad => "rowwise-adagrad",
            SparseAlgorithm.LazyAdam => "adam",
            _ => "ftrl",
        }));
        words.Add(new("RATE", Text(optimizer.LearningRate)));
        words.Add(new("L1", Text(optimizer.L1)));
        words.Add(new("L2", Text(optimizer.L2)));
        words.Add(new("EPS", Text(optimizer.Epsilon)));
        words.Add(new("ACC", Text(optimizer.InitialAccumulator)));
        words.Add(new("BETA1", Text(optimizer.Beta1)));
        words.Add(new("BETA2", Text(optimizer.Beta2)));
        words.Add(new("BETA", Text(optimizer.Beta)));
    }

    private static SparseOptimizerOptions SparseOptimizer(OptionReader reader)
    {
        SparseOptimizerOptions defaults = new();
        return new()
        {
            Algorithm = reader.Choice("OPTIMIZER", defaults.Algorithm, ("sgd", SparseAlgorithm.Sgd), ("adagrad", SparseAlgorithm.Adagrad),
                ("rowwise-adagrad", SparseAlgorithm.RowWiseAdagrad), ("adam", SparseAlgorithm.LazyAdam), ("ftrl", SparseAlgorithm.Ftrl)),
            LearningRate = reader.Number("RATE", defaults.LearningRate),
            L1 = reader.Number("L1", defaults.L1),
            L2 = reader.Number("L2", defaults.L2),
            Epsilon = reader.Number("EPS", defaults.Epsilon),
            InitialAccumulator = reader.Number("ACC", defaults.InitialAccumulator),
            Beta1 = reader.Number("BETA1", defaults.Beta1),
            Beta2 = reader.Number("BETA2", defaults.Beta2),
            Beta = reader.Number("BETA", defaults.Beta),
        };
    }
}
