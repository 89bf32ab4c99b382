using System.Buffers;
using System.Numerics;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A trained <see cref="MultVae"/>, for scoring.</summary>
/// <param name="layers">Weight and bias of the two encoder and two decoder layers; none: never fitted.</param>
internal sealed unsafe class MultVaeNet(PinnedMatrix[] layers)
{
    private static readonly string[] s_names = ["encoder.0", "encoder.1", "decoder.0", "decoder.1"];

    public static MultVaeNet Empty { get; } = new([]);

    public int Items => layers.Length == 0 ? 0 : layers[0].Rows;

    public void Score(UserBlock users, MatrixView scores)
    {
        if (Items == 0 || users.Count == 0) return;
        int hidden = layers[0].Cols, latent = layers[4].Rows;
        float[] rented = ArrayPool<float>.Shared.Rent(users.Count * (hidden + latent));
        fixed (float* start = rented)
        {
            MatrixView x = new(start, users.Count, hidden), z = new(start + (nint)users.Count * hidden, users.Count, latent);
            for (int i = 0; i < users.Count; i++) Encode(users.History(i), x.Row(i));
            Multiply(x, layers[2].View.Columns(0, latent), layers[3].Row(0)[..latent], z);
            Multiply(z, layers[4].View, layers[5].Row(0), x);
            Tanh(x);
            Multiply(x, layers[6].View, layers[7].Row(0), scores);
        }
        ArrayPool<float>.Shared.Return(rented);
        for (int i = 0; i < users.Count; i++)
            if (users.History(i).IsEmpty) scores.Row(i).Clear();
    }

    public void Save(RecommenderState state)
    {
        int[] shape = layers.Length == 0 ? [0, 0, 0] : [Items, layers[0].Cols, layers[4].Rows];
        state.Put("shape", shape);
        for (int i = 0; i < layers.Length; i++) state.Put(Name(i), [.. layers[i].Values]);
    }

    public static MultVaeNet Load(RecommenderState state, MultVaeOptions options)
    {
        int[] shape = state.Ints("shape");
        if (shape is [0, 0, 0]) return Empty;
        if (shape.Length != 3 || shape[1] != options.Hidden || shape[2] != options.Latent)
        {
            throw new InvalidDataException(
                $"Array 'shape' of the saved model is [{string.Join(", ", shape)}]; expected items, {options.Hidden} and {options.Latent}.");
        }
        int[] widths = [shape[0], shape[1], 2 * shape[2], shape[1], shape[0]];
        List<PinnedMatrix> layers = [];
        for (int i = 0; i < 4; i++)
        {
            layers.Add(PinnedMatrix.Of(state, Name(2 * i), i == 2 ? shape[2] : widths[i], widths[i + 1]));
            layers.Add(PinnedMatrix.Of(state, Name(2 * i + 1), 1, widths[i + 1]));
        }
        return new MultVaeNet([.. layers]);
    }

    private static string Name(int layer) => $"{s_names[layer / 2]}.{(layer % 2 == 0 ? "weight" : "bias")}";

    private void Encode(ReadOnlySpan<int> history, Span<float> x)
    {
        x.Clear();
        float factor = 1 / MathF.Sqrt(Math.Max(1, history.Length));
        foreach (int item in history) AddScaled(layers[0].Row(item), factor, x);
        Span<float> bias = layers[1].Row(0);
        for (int d = 0; d < x.Length; d++) x[d] = MathF.Tanh(x[d] + bias[d]);
    }

    private static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> sum)
    {
        int d = 0;
        for (; d <= sum.Length - Vector<float>.Count; d += Vector<float>.Count)
            (new Vector<float>(sum[d..]) + new Vector<float>(row[d..]) * factor).CopyTo(sum[d..]);
        for (; d < sum.Length; d++) sum[d] += row[d] * factor;
    }

    private static void Tanh(MatrixView x)
    {
        for (int r = 0; r < x.Rows; r++)
            foreach (ref float value in x.Row(r)) value = MathF.Tanh(value);
    }

    /// <summary>y = x · W + b.</summary>
    private static void Multiply(MatrixView x, MatrixView weight, ReadOnlySpan<float> bias, MatrixView y)
    {
        for (int r = 0; r < y.Rows; r++) bias.CopyTo(y.Row(r));
        Gemm.Multiply(Transpose.No, x, Transpose.No, weight, y, accumulate: true, WorkerTeam.Single);
    }
}
