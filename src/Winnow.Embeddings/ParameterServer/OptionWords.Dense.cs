using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Dense blocks and queues.</content>
public static partial class OptionWords
{
    /// <summary>The options of a dense block in words.</summary>
    /// <exception cref="NotSupportedException">The optimiser is none of those of the library; a server has only these.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(DenseBlockOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<KeyValuePair<string, string>> words = [new("NAME", options.Name), new("LENGTH", Text(options.Length))];
        Write(words, options.Optimizer);
        words.Add(new("DECAYS", options.Decays ? "1" : "0"));
        Write(words, options.Compensation);
        return words;
    }

    /// <summary>The options of a dense block from words, in any order; those left out have their defaults, except NAME and LENGTH. Without
    /// OPTIMIZER there is none.</summary>
    /// <exception cref="ArgumentException">A word is unknown or repeated, or a value is of the wrong form or out of range; the message names
    /// every fault.</exception>
    public static DenseBlockOptions ToDenseBlock(IReadOnlyList<KeyValuePair<string, string>> words)
    {
        OptionReader reader = new(words);
        DenseBlockOptions options = new()
        {
            Name = reader.Text("NAME"),
            Length = reader.Whole("LENGTH", null),
            Optimizer = DenseOptimizer(reader),
            Decays = reader.Choice("DECAYS", true, ("1", true), ("0", false)),
            Compensation = Compensation(reader),
        };
        reader.ThrowIfFaulty("dense block");
        return options;
    }

    /// <summary>The options of a queue in words.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(PositionQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [new("PARTS", Text(options.Parts)), new("STALENESS", Text(options.Staleness))];
    }

    /// <summary>The options of a queue from words, in any order; those left out have their defaults.</summary>
    /// <exception cref="ArgumentException">A word is unknown or repeated, or a value is of the wrong form; the message names every fault.</exception>
    public static PositionQueueOptions ToQueue(IReadOnlyList<KeyValuePair<string, string>> words)
    {
        OptionReader reader = new(words);
        PositionQueueOptions defaults = new();
        PositionQueueOptions options = new()
        {
            Parts = reader.Whole("PARTS", defaults.Parts),
            Staleness = reader.Whole("STALENESS", defaults.Staleness),
        };
        reader.ThrowIfFaulty("queue");
        return options;
    }

    private static void Write(List<KeyValuePair<string, string>> words, IDenseOptimizer? optimizer)
    {
        switch (optimizer)
        {
            case null:
                words.Add(new("OPTIMIZER", None));
                break;
            case SgdOptimizer sgd:
                words.AddRange([new("OPTIMIZER", "sgd"), new("MOMENTUM", Text(sgd.Momentum)), new("L2", Text(sgd.L2))]);
                break;
            case AdagradOptimizer adagrad:
                words.AddRange([new("OPTIMIZER", "adagrad"), new("ACC", Text(adagrad.InitialAccumulator)), new("EPS", Text(adagrad.Epsilon)),
                    new("L2", Text(adagrad.L2))]);
                break;
            case AdamOptimizer adam:
                words.AddRange([new("OPTIMIZER", "adam"), new("BETA1", Text(adam.Beta1)), new("BETA2", Text(adam.Beta2)),
                    new("EPS", Text(adam.Epsilon)), new("L2", Text(adam.L2))]);
                break;
            case AdamWOptimizer adamW:
                words.AddRange([new("OPTIMIZER", "adamw"), new("BETA1", Text(adamW.Beta1)), new("BETA2", Text(adamW.Beta2)),
                    new("EPS", Text(adamW.Epsilon)), new("WEIGHTDECAY", Text(adamW.WeightDecay))]);
                break;
            case MovingAverage average:
                words.AddRange([new("OPTIMIZER", "average"), new("SHARE", Text(average.Share))]);
                break;
            default:
                throw new NotSupportedException(
                    $"A parameter store cannot apply {optimizer.GetType().Name}; it knows none, SGD, Adagrad, Adam, AdamW and moving averages.");
        }
    }

    private static IDenseOptimizer? DenseOptimizer(OptionReader reader)
    {
        string name = reader.Choice("OPTIMIZER", None, (None, None), ("sgd", "sgd"), ("adagrad", "adagrad"), ("adam", "adam"), ("adamw", "adamw"), ("average", "average"));
        SgdOptimizer sgd = new();
        AdagradOptimizer adagrad = new();
        AdamOptimizer adam = new();
        AdamWOptimizer adamW = new();
        float l2 = name is None or "adamw" or "average" ? 0 : reader.Number("L2", 0);
        try
        {
            return name switch
            {
                "sgd" => new SgdOptimizer { Momentum = reader.Number("MOMENTUM", sgd.Momentum), L2 = l2 },
                "adagrad" => new AdagradOptimizer
                {
                    InitialAccumulator = reader.Number("ACC", adagrad.InitialAccumulator), Epsilon = reader.Number("EPS", adagrad.Epsilon), L2 = l2,
                },
                "adam" => new AdamOptimizer
                {
                    Beta1 = reader.Number("BETA1", adam.Beta1), Beta2 = reader.Number("BETA2", adam.Beta2),
                    Epsilon = reader.Number("EPS", adam.Epsilon), L2 = l2,
                },
                "adamw" => new AdamWOptimizer
                {
                    Beta1 = reader.Number("BETA1", adamW.Beta1), Beta2 = reader.Number("BETA2", adamW.Beta2),
                    Epsilon = reader.Number("EPS", adamW.Epsilon), WeightDecay = reader.Number("WEIGHTDECAY", adamW.WeightDecay),
                },
                "average" => new MovingAverage { Share = reader.Number("SHARE", new MovingAverage().Share) },
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            reader.Fault(e.Message);
            return null;
        }
    }
}
