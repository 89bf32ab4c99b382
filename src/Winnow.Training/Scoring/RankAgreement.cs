using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;

namespace Winnow.Training.Scoring;

/// <summary>How well a light model chooses for a heavy one that comes after it.</summary>
/// <param name="Recall">Mean share of the teacher's best items that are among those the student keeps, in [0, 1]; chance is the kept share.</param>
/// <param name="Users">Users asked.</param>
public sealed record RankAgreement(double Recall, int Users)
{
    /// <summary>Lets both order the same items for users of the test part of the log the teacher was trained on.</summary>
    /// <param name="teacher">The model whose order counts.</param>
    /// <param name="student">The model that chooses before it.</param>
    /// <param name="options">How many of what.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the teacher was not trained on a log.</exception>
    public static RankAgreement Measure(TrainedModel teacher, TrainedModel student, RankAgreementOptions options, DatasetStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Recipe recipe = teacher.Info.Recipe;
        InteractionSplit split = ExampleData.LoadSplit(recipe, store).Refit();
        EntityFeatures? items = ExampleData.LoadItems(recipe, store), users = ExampleData.LoadUsers(recipe, store);
        using RankerScorer first = new(teacher, split.Train, items, users), second = new(student, split.Train, items, users);
        RandomStream random = new(options.Seed, "agreement");
        int[] rows = [.. Enumerable.Range(0, split.Test.Users.Count)];
        random.Fork("users").Shuffle<int>(rows);
        rows = rows[..Math.Min(rows.Length, options.Users)];
        using NativeBuffer<float> scores = new((nuint)(2 * first.Items));
        double sum = 0;
        foreach (int row in rows)
        {
            UserBlock user = new(split.Test, row, 1);
            Span<float> ofTeacher = Scores(first, user, scores, 0), ofStudent = Scores(second, user, scores, first.Items);
            int[] candidates = Candidates(user, first.Items, options.Candidates, random.Fork("items").Fork((ulong)row));
            int[] best = Best(candidates, ofTeacher, options.TeacherTop), kept = Best(candidates, ofStudent, options.StudentTop);
            sum += best.Length == 0 ? 1 : (double)best.Intersect(kept).Count() / best.Length;
        }
        return new RankAgreement(sum / rows.Length, rows.Length);
    }

    private static unsafe Span<float> Scores(RankerScorer scorer, UserBlock user, NativeBuffer<float> buffer, int first)
    {
        scorer.Score(user, new MatrixView(buffer.Pointer + first, 1, scorer.Items));
        return new Span<float>(buffer.Pointer + first, scorer.Items);
    }

    private static int[] Candidates(UserBlock user, int items, int wanted, RandomStream random)
    {
        HashSet<int> taken = [.. user.History(0)];
        int[] free = [.. Enumerable.Range(0, items).Where(i => !taken.Contains(i))];
        random.Shuffle<int>(free);
        return free[..Math.Min(free.Length, wanted)];
    }

    private static int[] Best(int[] candidates, ReadOnlySpan<float> scores, int count)
    {
        float[] keys = new float[candidates.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = -scores[candidates[i]];
        int[] order = [.. candidates];
        Array.Sort(keys, order);
        return order[..Math.Min(order.Length, count)];
    }
}
