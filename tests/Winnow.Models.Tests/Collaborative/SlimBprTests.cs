using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

public class SlimBprTests : RecommenderContract
{
    protected override RecommenderOptions Options => new SlimBprOptions { TopK = 8, Epochs = 3 };

    protected override bool IsRandom => true;

    public static TheoryData<bool, PairwiseRule, PairwiseSampling> Forms
    {
        get
        {
            TheoryData<bool, PairwiseRule, PairwiseSampling> forms = [];
            foreach (bool symmetric in (bool[])[true, false])
                foreach (PairwiseRule rule in Enum.GetValues<PairwiseRule>())
                    foreach (PairwiseSampling sampling in Enum.GetValues<PairwiseSampling>()) forms.Add(symmetric, rule, sampling);
            return forms;
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Fit_EveryForm_EqualsThePlainReference(bool symmetric, PairwiseRule rule, PairwiseSampling sampling)
    {
        Interactions train = Train;
        SlimBprOptions options = new()
        {
            TopK = train.Items.Count, Epochs = 4, Symmetric = symmetric, Rule = rule, Sampling = sampling, LearningRate = 0.1, PositiveL2 = 0.01, NegativeL2 = 0.02,
        };
        float[] learnt = Scores(Fit(options), Playlists.Known(train)), study = Scores(Fit(options with { StudyOrientation = true }), Playlists.Known(train));

        double[,] s = PlainSlimBpr.Fit(train, options, seed: 1);
        for (int user = 0; user < train.Users.Count; user++)
        {
            for (int item = 0; item < train.Items.Count; item++)
            {
                double row = 0, column = 0;
                foreach (int l in train.ByUser.Row(user))
                {
                    row += s[item, l];
                    column += s[l, item];
                }
                Assert.InRange(learnt[user * train.Items.Count + item], row - 1e-4, row + 1e-4);
                Assert.InRange(study[user * train.Items.Count + item], column - 1e-4, column + 1e-4);
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Fit_FewNeighbours_KeepsTheLargestOfEachRow(bool study)
    {
        const int TopK = 3;
        SlimBprOptions options = new() { TopK = TopK, Epochs = 5, StudyOrientation = study };
        RecommenderState few = new(), all = new();
        Fit(options).Save(few);
        Fit(options with { TopK = 1000 }).Save(all);
        // Scoring reads rows of histories: what was selected stands in the columns, in the study's form in both.
        CsrMatrix kept = few.Matrix("weights").Transpose(), full = all.Matrix("weights").Transpose();
        Assert.True(kept.Entries > 0);
        for (int row = 0; row < kept.Rows; row++)
        {
            Assert.InRange(kept.RowLength(row), 0, TopK);
            if (study || kept.RowLength(row) < TopK) continue;
            float[] largest = [.. full.RowValues(row).ToArray().OrderDescending().Take(TopK)];
            Assert.Equal(largest, kept.RowValues(row).ToArray().OrderDescending());
        }
    }

    [Fact]
    public void Fit_HugeSteps_SaysThatItDiverged() =>
        Assert.Contains("learning rate", Assert.Throws<ArithmeticException>(
            () => Fit(new SlimBprOptions { LearningRate = 1e30, Rule = PairwiseRule.Sgd, PositiveL2 = 1, Epochs = 5 })).Message, StringComparison.Ordinal);

    private ITopNRecommender Fit(SlimBprOptions options)
    {
        ITopNRecommender model = options.Create();
        model.Fit(Train, new FitContext(WorkerTeam.Single));
        return model;
    }
}

/// <summary>The form of the study, which selects twice.</summary>
public sealed class SlimBprStudyTests : RecommenderContract
{
    protected override RecommenderOptions Options =>
        new SlimBprOptions { TopK = 8, Epochs = 3, Symmetric = false, StudyOrientation = true, Sampling = PairwiseSampling.ByUser, Rule = PairwiseRule.Adam };

    protected override bool IsRandom => true;
}
