using System.Buffers;
using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A trained <see cref="NeuMf"/>, for scoring: many items of one user at a time.</summary>
/// <remarks>The first layer of the perceptron is linear in user and item apart, so the items' half of it is computed once.</remarks>
internal sealed unsafe class NeuMfNet(
    NeuMfVariant variant, int users, int items, int[] known, PinnedMatrix gmf, PinnedMatrix mlp, PinnedMatrix[] hidden)
{
    private const int BlockItems = 256;

    private readonly Lock _gate = new();
    private PinnedMatrix? _itemHalves;

    public static NeuMfNet Empty { get; } = new(NeuMfVariant.NeuMf, 0, 0, [], new PinnedMatrix(0, 0), new PinnedMatrix(0, 0), []);

    public int Items { get; } = items;

    public float[] GmfOut { get; init; } = [];

    public float[] MlpOut { get; init; } = [];

    public float Bias { get; init; }

    private bool HasGmf => variant != NeuMfVariant.Mlp;

    private bool HasMlp => variant != NeuMfVariant.Gmf;

    /// <summary>Scores some items, or all if none are named, for one user.</summary>
    public void Score(int user, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        if ((uint)user >= (uint)users || known[user] == 0)
        {
            scores.Clear();
            return;
        }
        scores.Fill(Bias);
        if (HasGmf) AddGmf(user, wanted, scores);
        if (HasMlp) AddMlp(user, wanted, scores);
    }

    public void Save(RecommenderState state)
    {
        state.Put("shape", [(int)variant, users, Items]);
        state.Put("known", [.. known]);
        state.Put("gmf", [.. gmf.Values]);
        state.Put("mlp", [.. mlp.Values]);
        for (int i = 0; i < hidden.Length; i++) state.Put($"mlp.{i / 2}.{(i % 2 == 0 ? "weight" : "bias")}", [.. hidden[i].Values]);
        state.Put("out.gmf", [.. GmfOut]);
        state.Put("out.mlp", [.. MlpOut]);
        state.Put("out.bias", [Bias]);
    }

    public static NeuMfNet Load(RecommenderState state, NeuMfOptions options)
    {
        int[] shape = state.Ints("shape"), known = state.Ints("known");
        if (shape.Length != 3 || !Enum.IsDefined((NeuMfVariant)shape[0]) || known.Length != shape[1])
        {
            throw new InvalidDataException(
                $"Array 'shape' of the saved model is [{string.Join(", ", shape)}] beside {known.Length} users; expected variant, users and items.");
        }
        if (shape[1] == 0 && shape[2] == 0) return Empty;
        int rows = shape[1] + shape[2];
        int factors = options.Variant == NeuMfVariant.Mlp ? 0 : options.Factors;
        int half = options.Variant == NeuMfVariant.Gmf ? 0 : options.Layers[0] / 2;
        List<PinnedMatrix> hidden = [];
        for (int i = 1; i < options.Layers.Length; i++)
        {
            hidden.Add(PinnedMatrix.Of(state, $"mlp.{i - 1}.weight", options.Layers[i - 1], options.Layers[i]));
            hidden.Add(PinnedMatrix.Of(state, $"mlp.{i - 1}.bias", 1, options.Layers[i]));
        }
        PinnedMatrix gmf = PinnedMatrix.Of(state, "gmf", rows, factors), mlp = PinnedMatrix.Of(state, "mlp", rows, half);
        return new NeuMfNet((NeuMfVariant)shape[0], shape[1], shape[2], known, gmf, mlp, [.. hidden])
        {
            GmfOut = PinnedMatrix.Of(state, "out.gmf", options.Factors, 1).Values,
            MlpOut = PinnedMatrix.Of(state, "out.mlp", options.Layers[^1], 1).Values,
            Bias = PinnedMatrix.Of(state, "out.bias", 1, 1).Values[0],
        };
    }

    private static int ItemAt(ReadOnlySpan<int> wanted, int i) => wanted.IsEmpty ? i : wanted[i];

    private void AddGmf(int user, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(gmf.Cols);
        fixed (float* weighted = rented)
        {
            Span<float> vector = gmf.Row(user);
            for (int d = 0; d < vector.Length; d++) weighted[d] = vector[d] * GmfOut[d];
            for (int i = 0; i < scores.Length; i++) scores[i] += Dot(weighted, gmf.RowPointer(users + ItemAt(wanted, i)), gmf.Cols);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    private void AddMlp(int user, ReadOnlySpan<int> wanted, Span<float> scores)
    {
        PinnedMatrix halves = ItemHalves();
        int widest = hidden.Max(layer => layer.Cols), first = hidden[0].Cols;
        float[] rented = ArrayPool<float>.Shared.Rent((2 * BlockItems + 1) * widest);
        fixed (float* start = rented, last = MlpOut)
        {
            float* userHalf = start, x = start + widest, y = x + BlockItems * widest;
            MatrixView half = new(userHalf, 1, first);
            Multiply(mlp.View.RowRange(user, 1), hidden[0].View.RowRange(0, mlp.Cols), half);
            for (int d = 0; d < first; d++) userHalf[d] += hidden[1].Values[d];
            for (int done = 0; done < scores.Length; done += BlockItems)
            {
                int count = Math.Min(BlockItems, scores.Length - done);
                for (int i = 0; i < count; i++) AddRelu(userHalf, halves.RowPointer(ItemAt(wanted, done + i)), x + (nint)i * first, first);
                float* top = Forward(x, y, count);
                for (int i = 0; i < count; i++) scores[done + i] += Dot(top + (nint)i * MlpOut.Length, last, MlpOut.Length);
            }
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The layers after the first, back and forth between two buffers; returns the one that holds the last.</summary>
    private float* Forward(float* x, float* y, int count)
    {
        for (int layer = 2; layer < hidden.Length; layer += 2)
        {
            PinnedMatrix weight = hidden[layer], bias = hidden[layer + 1];
            Multiply(new MatrixView(x, count, weight.Rows), weight.View, new MatrixView(y, count, weight.Cols));
            for (int i = 0; i < count; i++) AddRelu(bias.RowPointer(0), y + (nint)i * weight.Cols, y + (nint)i * weight.Cols, weight.Cols);
            float* swap = x;
            x = y;
            y = swap;
        }
        return x;
    }

    private PinnedMatrix ItemHalves()
    {
        PinnedMatrix? ready = Volatile.Read(ref _itemHalves);
        if (ready is not null) return ready;
        lock (_gate)
        {
            if (_itemHalves is not null) return _itemHalves;
            PinnedMatrix made = new(Items, hidden[0].Cols);
            Multiply(mlp.View.RowRange(users, Items), hidden[0].View.RowRange(mlp.Cols, mlp.Cols), made.View);
            Volatile.Write(ref _itemHalves, made);
            return made;
        }
    }

    private static void Multiply(MatrixView x, MatrixView weight, MatrixView y) =>
        Gemm.Multiply(Transpose.No, x, Transpose.No, weight, y, accumulate: false, WorkerTeam.Single);

    /// <summary>target = max(a + b, 0).</summary>
    private static void AddRelu(float* a, float* b, float* target, int n)
    {
        int d = 0;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count)
            Vector.Store(Vector.Max(Vector.Load(a + d) + Vector.Load(b + d), Vector<float>.Zero), target + d);
        for (; d < n; d++) target[d] = Math.Max(a[d] + b[d], 0);
    }

    private static float Dot(float* x, float* y, int n)
    {
        Vector<float> a = default, b = default;
        int d = 0;
        for (; d <= n - 2 * Vector<float>.Count; d += 2 * Vector<float>.Count)
        {
            a += Vector.Load(x + d) * Vector.Load(y + d);
            b += Vector.Load(x + d + Vector<float>.Count) * Vector.Load(y + d + Vector<float>.Count);
        }
        float sum = Vector.Sum(a + b);
        for (; d < n; d++) sum += x[d] * y[d];
        return sum;
    }
}
