using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.TopN;

/// <summary>A scorer that reads its scores from a table, users × items.</summary>
internal class TableScorer(float[][] scores) : IUserScorer
{
    public int Items { get; } = scores[0].Length;

    public void Score(UserBlock users, MatrixView target)
    {
        for (int i = 0; i < users.Count; i++) scores[users.User(i)].CopyTo(target.Row(i));
    }

    protected float[] Row(int user) => scores[user];
}

internal sealed class TableCandidateScorer(float[][] scores) : TableScorer(scores), ICandidateScorer
{
    public void Score(UserBlock users, int i, ReadOnlySpan<int> items, Span<float> scores)
    {
        for (int j = 0; j < items.Length; j++) scores[j] = Row(users.User(i))[items[j]];
    }
}

/// <summary>Random histories, held-out items, negatives and scores; a part of the users has nothing held out.</summary>
internal sealed record TopNSample(HeldOut HeldOut, CsrMatrix TrainByItem, float[][] Scores)
{
    internal static TopNSample Draw(int seed, int users, int items, int levels, bool negatives = false, double density = 0.1, int gap = 2)
    {
        Random random = new(seed);
        List<int> judged = [], relevantUser = [], relevantItem = [], seenUser = [], seenItem = [], negativeUser = [], negativeItem = [];
        List<(int User, int Item)> train = [];
        float[][] scores = new float[users * gap][];
        for (int user = 0; user < users * gap; user++)
        {
            scores[user] = [.. Enumerable.Range(0, items).Select(_ => levels > 0 ? random.Next(levels) - 1 : random.NextSingle() * 4 - 2)];
            bool isJudged = user % gap == 0;
            int row = judged.Count;
            if (isJudged) judged.Add(user);
            for (int item = 0; item < items; item++)
            {
                double draw = random.NextDouble();
                if (draw < density) train.Add((user, item));
                if (!isJudged) continue;
                if (draw < density) (seenUser, seenItem) = Append(seenUser, seenItem, row, item);
                else if (draw < 1.5 * density) (relevantUser, relevantItem) = Append(relevantUser, relevantItem, row, item);
                else if (draw < 3 * density) (negativeUser, negativeItem) = Append(negativeUser, negativeItem, row, item);
            }
            if (isJudged && !relevantUser.Contains(row)) (relevantUser, relevantItem) = Append(relevantUser, relevantItem, row, random.Next(items));
        }
        CsrMatrix trainByItem = CsrMatrix.FromEntries(items, users * gap, [.. train.Select(e => e.Item)], [.. train.Select(e => e.User)]);
        return new TopNSample(
            new HeldOut([.. judged], Matrix(seenUser, seenItem), Matrix(relevantUser, relevantItem), negatives ? Matrix(negativeUser, negativeItem) : null),
            trainByItem, scores);

        CsrMatrix Matrix(List<int> rows, List<int> columns) => CsrMatrix.FromEntries(judged.Count, items, [.. rows], [.. columns]);
    }

    internal TopNReport Evaluate(TopNOptions options, int threads = 1, IUserScorer? scorer = null)
    {
        using WorkerTeam team = new(threads);
        return TopNEvaluator.Evaluate(scorer ?? new TableScorer(Scores), HeldOut, options, TrainByItem, team);
    }

    private static (List<int> Rows, List<int> Columns) Append(List<int> rows, List<int> columns, int row, int column)
    {
        rows.Add(row);
        columns.Add(column);
        return (rows, columns);
    }
}
