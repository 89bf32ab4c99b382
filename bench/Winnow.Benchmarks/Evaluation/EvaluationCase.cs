using System.Runtime.InteropServices;
using System.Numerics;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Users, items and histories of the size and skew of MovieLens 1M: 165 items a user on average, popular ones much oftener; one in six is
/// held out.</summary>
internal sealed unsafe class EvaluationCase : IDisposable
{
    internal const int Users = 6040, Items = 3706, Factors = 64;
    private const int PassUsers = 151;                          // 40 chunks

    private readonly NativeBuffer<float> _users = new(Users * Factors), _items = new(Items * Factors), _scores = new((nuint)Users * Items);

    internal EvaluationCase()
    {
        RandomStream stream = new(1, "evaluation");
        stream.Fork("users").FillNormal(_users.Span, 0, 1);
        stream.Fork("items").FillNormal(_items.Span, 0, 1);
        List<int> trainRow = [], trainColumn = [], testRow = [], testColumn = [];
        RandomStream draws = stream.Fork("draws");
        ulong draw = 0;
        for (int user = 0; user < Users; user++)
        {
            int count = (int)(20 + 290 * Math.Pow(draws.Uniform(draw++), 2) * 1.5);
            for (int i = 0; i < count; i++)
            {
                int item = (int)(Items * Math.Pow(draws.Uniform(draw++), 2.5));
                bool held = i % 6 == 0;
                (held ? testRow : trainRow).Add(user);
                (held ? testColumn : trainColumn).Add(item);
            }
        }
        Train = CsrMatrix.FromEntries(Users, Items, [.. trainRow], [.. trainColumn]);
        TrainByItem = Train.Transpose();
        HeldOut = new HeldOut([.. Enumerable.Range(0, Users)], Train, CsrMatrix.FromEntries(Users, Items, [.. testRow], [.. testColumn]));
        using WorkerTeam team = new(Environment.ProcessorCount);
        MultiplyAll(team);
    }

    internal CsrMatrix Train { get; }

    internal CsrMatrix TrainByItem { get; }

    internal HeldOut HeldOut { get; }

    /// <summary>Scores of all users, [users, items]: 90 MB, for the measured limits only.</summary>
    internal MatrixView Scores => new(_scores.Pointer, Users, Items);

    internal MatrixView UserFactors => new(_users.Pointer, Users, Factors);

    internal MatrixView ItemFactors => new(_items.Pointer, Items, Factors);

    internal void MultiplyAll(WorkerTeam team) => Numerics.Gemm.Multiply(Transpose.No, UserFactors, Transpose.Yes, ItemFactors, Scores, false, team);

    /// <summary>Reads every score once.</summary>
    internal void PassOverScores(WorkerTeam team)
    {
        PassJob job = new(this);
        team.Run(ref job, Users / PassUsers);
    }

    public void Dispose()
    {
        _users.Dispose();
        _items.Dispose();
        _scores.Dispose();
    }

    private readonly struct PassJob(EvaluationCase data) : IParallelJob
    {
        private readonly float[] _largest = new float[Users / PassUsers];

        public void Run(int chunk)
        {
            ReadOnlySpan<Vector<float>> scores = MemoryMarshal.Cast<float, Vector<float>>(data._scores.Slice((nuint)chunk * PassUsers * Items, PassUsers * Items));
            Vector<float> a = scores[0], b = a, c = a, d = a;
            int i = 0;
            for (; i <= scores.Length - 4; i += 4)
            {
                a = Vector.MaxNative(a, scores[i]);
                b = Vector.MaxNative(b, scores[i + 1]);
                c = Vector.MaxNative(c, scores[i + 2]);
                d = Vector.MaxNative(d, scores[i + 3]);
            }
            _largest[chunk] = Vector.MaxNative(Vector.MaxNative(a, b), Vector.MaxNative(c, d))[0];
        }
    }
}

/// <summary>Scores by the product of user and item factors.</summary>
internal sealed class VectorScorer(EvaluationCase data) : ICandidateScorer
{
    public int Items => EvaluationCase.Items;

    public void Score(UserBlock users, MatrixView scores) =>
        Numerics.Gemm.Multiply(Transpose.No, data.UserFactors.RowRange(users.User(0), users.Count), Transpose.Yes, data.ItemFactors, scores, false, WorkerTeam.Single);

    public void Score(UserBlock users, int i, ReadOnlySpan<int> items, Span<float> scores)
    {
        ReadOnlySpan<float> user = data.UserFactors.Row(users.User(i));
        for (int j = 0; j < items.Length; j++) scores[j] = Dot(user, data.ItemFactors.Row(items[j]));
    }

    private static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector<float> sum = default;
        for (int i = 0; i < EvaluationCase.Factors; i += Vector<float>.Count) sum += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);
        return Vector.Sum(sum);
    }
}

/// <summary>Copies scores that were computed before.</summary>
internal sealed class GivenScorer(EvaluationCase data) : IUserScorer
{
    public int Items => EvaluationCase.Items;

    public void Score(UserBlock users, MatrixView scores) => data.Scores.RowRange(users.User(0), users.Count).CopyTo(scores);
}

/// <summary>Scores by 100 neighbours of each item of the history.</summary>
internal sealed class SparseScorer : IUserScorer
{
    private const int Neighbours = 100, ChunkUsers = 40;

    private readonly EvaluationCase _data;
    private readonly CsrMatrix _weights;

    internal SparseScorer(EvaluationCase data)
    {
        _data = data;
        RandomStream stream = new(2, "neighbours");
        int[] rows = new int[Items * Neighbours], columns = new int[rows.Length];
        float[] values = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            (rows[i], columns[i], values[i]) = (i / Neighbours, stream.Below((ulong)i, Items), stream.Fork("values").Uniform((ulong)i));
        _weights = CsrMatrix.FromEntries(Items, Items, rows, columns, values);
    }

    public int Items => EvaluationCase.Items;

    public void Score(UserBlock users, MatrixView scores)
    {
        scores.Clear();
        for (int i = 0; i < users.Count; i++) Add(users.History(i), scores.Row(i));
    }

    /// <summary>Scores everybody into one row a chunk, without judging.</summary>
    internal void ScoreAll(WorkerTeam team)
    {
        AllJob job = new(this);
        team.Run(ref job, EvaluationCase.Users / ChunkUsers);
    }

    private void Add(ReadOnlySpan<int> history, Span<float> scores)
    {
        foreach (int item in history)
        {
            ReadOnlySpan<int> columns = _weights.Row(item);
            ReadOnlySpan<float> values = _weights.RowValues(item);
            for (int j = 0; j < columns.Length; j++) scores[columns[j]] += values[j];
        }
    }

    private readonly struct AllJob(SparseScorer scorer) : IParallelJob
    {
        public void Run(int chunk)
        {
            float[] scores = new float[EvaluationCase.Items];
            for (int user = chunk * ChunkUsers; user < (chunk + 1) * ChunkUsers; user++)
            {
                Array.Clear(scores);
                scorer.Add(scorer._data.Train.Row(user), scores);
            }
        }
    }
}
