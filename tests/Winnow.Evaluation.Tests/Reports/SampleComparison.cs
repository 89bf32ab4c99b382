using Winnow.Data;
using Winnow.Evaluation.Reports;
using Winnow.Evaluation.Tests.TopN;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.Reports;

/// <summary>Sixteen models of different skill and taste for the popular, on items of Zipf's popularity.</summary>
internal static class SampleComparison
{
    private static readonly string[] Names =
    [
        "Random", "TopPopular", "UserKNN cosine", "UserKNN dice", "ItemKNN cosine", "ItemKNN asymmetric", "P3alpha", "RP3beta", "EASE R", "SLIM BPR", "SLIM ElasticNet",
        "PureSVD", "iALS", "MF BPR", "NeuMF", "Mult-VAE <b>",
    ];

    internal static readonly ComparisonReport Full = Make(Names.Length);

    internal static ComparisonReport Make(int models, TopNOptions? options = null)
    {
        const int Users = 900, Items = 300;
        Random random = new(5);
        List<int> trainUser = [], trainItem = [], testUser = [], testItem = [];
        for (int user = 0; user < Users; user++)
        {
            int count = 4 + (int)(40 * Math.Pow(random.NextDouble(), 3));
            for (int i = 0; i < count; i++)
            {
                int item = (int)(Items * Math.Pow(random.NextDouble(), 2.5));
                bool test = i % 4 == 0;
                (test ? testUser : trainUser).Add(user);
                (test ? testItem : trainItem).Add(item);
            }
        }
        Interactions train = new(IdIndex.Numbered(Users), IdIndex.Numbered(Items), [.. trainUser], [.. trainItem]);
        CsrMatrix relevant = CsrMatrix.FromEntries(Users, Items, [.. testUser], [.. testItem]);
        HeldOut heldOut = new([.. Enumerable.Range(0, Users)], train.ByUser, relevant) { UsersWithoutRelevant = 17 };
        InteractionSplit split = new("simulated: one in four at random", train, null, heldOut, "0123456789abcdef");
        options ??= new TopNOptions { ItemVectors = train.ByItem };
        ComparedModel[] compared = [.. Enumerable.Range(0, models).Select(m =>
        {
            float skill = m < 2 ? 0 : 0.3f + 0.07f * m, popular = m == 1 ? 10 : 0.4f * (m % 4);
            float[][] scores = [.. Enumerable.Range(0, Users).Select(user => Row(user, m, skill, popular))];
            return new ComparedModel(Names[m], TopNEvaluator.EvaluateTest(new TableScorer(scores), split, options, WorkerTeam.Single)) { Fit = TimeSpan.FromSeconds(0.02 * Math.Pow(2.2, m)) };
        })];
        TopNComparison comparison = TopNComparison.Of(compared, new() { Bootstrap = new() { Resamples = 200 }, Flips = 1000 });
        return new ComparisonReport
        {
            Title = "Recommenders on a simulated log",
            Subtitle = "Sixteen models, one protocol.",
            Comparison = comparison,
            SplitFacts = [new("Gini of popularity", "0.62 in training, 0.61 in test")],
            Provenance = new Provenance { DataSet = "simulated", Seed = 5, LibraryVersion = "9.8.7", Command = "winnow compare all.yaml" },
        };

        float[] Row(int user, int model, float skill, float popular)
        {
            float[] row = new float[Items];
            for (int item = 0; item < Items; item++)
                row[item] = model == 1 ? train.ByItem.RowLength(item) : random.NextSingle() * 2 + popular * train.ByItem.RowLength(item) / 60f;
            foreach (int item in relevant.Row(user)) row[item] += skill;
            return row;
        }
    }
}
