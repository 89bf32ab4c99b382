using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Models.Tests.Collaborative;

public abstract class NeuMfContract : RecommenderContract
{
    protected static NeuMfOptions Small => new() { Factors = 5, Layers = [12, 9, 4], GmfEpochs = 2, MlpEpochs = 2, FusedEpochs = 2, BatchSize = 50, LearningRate = 0.01 };

    protected override bool IsRandom => true;

    [Fact]
    public void Fit_MoreEpochs_LowersTheLoss()
    {
        using WorkerTeam team = new(2);
        NeuMfOptions options = (NeuMfOptions)Options;
        using NeuMfTraining training = new(options, Train.ByUser, new FitContext(team));
        int examples = training.Draw(0);
        double first = 0, last = 0;
        NeuMfVariant stage = options.Variant == NeuMfVariant.NeuMf ? NeuMfVariant.Mlp : options.Variant;
        for (int step = 0; step < 300; step++)
        {
            double loss = training.Step(stage, 0);
            if (step == 0) first = loss;
            last = loss;
        }
        Assert.True(examples > 50 && last < 0.8 * first, $"loss went from {first} to {last} on {examples} examples");
    }

    [Fact]
    public void Step_Warm_AllocatesNothing()
    {
        NeuMfOptions options = (NeuMfOptions)Options;
        using NeuMfTraining training = new(options, Train.ByUser, new FitContext(WorkerTeam.Single));
        training.Draw(0);
        NeuMfVariant[] stages = options.Variant == NeuMfVariant.NeuMf ? [NeuMfVariant.Gmf, NeuMfVariant.Mlp, NeuMfVariant.NeuMf] : [options.Variant];
        foreach (NeuMfVariant stage in stages)
        {
            for (int i = 0; i < 20; i++) training.Step(stage, 0);
            Allocations.AssertNone(() => training.Step(stage, 50));
        }
    }
}

public sealed class GmfTests : NeuMfContract
{
    protected override RecommenderOptions Options => Small with { Variant = NeuMfVariant.Gmf };
}

public sealed class MlpRecommenderTests : NeuMfContract
{
    protected override RecommenderOptions Options => Small with { Variant = NeuMfVariant.Mlp };
}

public sealed class NeuMfTests : NeuMfContract
{
    protected override RecommenderOptions Options => Small;
}
